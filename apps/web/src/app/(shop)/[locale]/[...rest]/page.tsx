import { notFound } from 'next/navigation';

/** An address that is no page: answered within the shop, in its language. */
export default function NoPage(): never {
  notFound();
}
