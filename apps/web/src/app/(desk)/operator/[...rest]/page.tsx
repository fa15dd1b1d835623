import { ShellNotFound } from '../../../../desk/shell-not-found.tsx';

/** An address that is no page. Drawn here, as what notFound() draws is empty until script has run. */
export default function NoPage() {
  return <ShellNotFound />;
}
