import Link from 'next/link';
import { buttonClass } from '../ui/button.tsx';

/** An address of the desk without a page. */
export function ShellNotFound() {
  return (
    <div className="grid justify-items-start gap-4 py-10">
      <title>No such page · Holdfast desk</title>
      <p className="font-figures text-sm text-ink-soft">404</p>
      <h1 className="text-3xl">There is no such page</h1>
      <p className="max-w-prose text-ink-soft">The address may be mistyped, or what it named is gone.</p>
      <div className="flex flex-wrap gap-3">
        <Link href="/operator" className={buttonClass('secondary')}>
          Live
        </Link>
        <Link href="/operator/orders" className={buttonClass('secondary')}>
          Orders
        </Link>
        <Link href="/operator/goods" className={buttonClass('secondary')}>
          Goods
        </Link>
      </div>
    </div>
  );
}
