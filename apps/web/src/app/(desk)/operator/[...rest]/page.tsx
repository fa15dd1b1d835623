import { notFound } from 'next/navigation';

/** An address that is no page: answered within the operator's room. */
export default function NoPage(): never {
  notFound();
}
