'use client';
import { createContext, type ReactNode, use } from 'react';
import type { Market } from './market.ts';

const MarketContext = createContext<Market | null>(null);

export function MarketProvider({ market, children }: { market: Market; children: ReactNode }) {
  return <MarketContext value={market}>{children}</MarketContext>;
}

/** Language and currency of the page. */
export function useMarket(): Market {
  const market = use(MarketContext);
  if (!market) throw new Error('useMarket outside of a MarketProvider');
  return market;
}
