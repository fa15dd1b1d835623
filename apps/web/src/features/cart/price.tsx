'use client';
import type { Money } from '@holdfast/shared/money';
import { formatMoney } from '../market/format-money.ts';
import { useMarket } from '../market/market-context.tsx';

/** An amount as the page's language writes it, in figures of equal width. */
export function Price({ money, className = '' }: { money: Money; className?: string }) {
  const { locale } = useMarket();
  // Browsers know other versions of a language's rules than the server does.
  return (
    <bdi className={`tabular-nums ${className}`} suppressHydrationWarning>
      {formatMoney(money, locale)}
    </bdi>
  );
}
