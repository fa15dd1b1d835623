import type { Deps } from '../../deps.ts';
import { defaultChannel, resolveMarket } from '../../pricing/default-channel.ts';

/** Where an import writes: prices of a channel, texts in its locales, stock at a location. */
export type ImportContext = {
  channelId: string;
  /** Of the prices in the plain columns. */
  currency: string;
  /** All that the channel sells in. */
  currencies: string[];
  locale: string;
  /** All that the channel is written in. */
  locales: string[];
  locationId: string;
  /** Place of the next new product in "featured" order. */
  nextPosition: number;
};

/**
 * The default channel's currency unless another is named, its default locale, and its first location.
 * @throws DomainError VALIDATION when the channel does not sell in the currency.
 */
export async function openImportContext(deps: Deps, currency: string | undefined): Promise<ImportContext> {
  const channel = await defaultChannel(deps);
  const market = resolveMarket(channel, { currency });
  const location = await deps.db.primary.stockLocation.findFirstOrThrow({
    orderBy: [{ priority: 'asc' }, { code: 'asc' }],
    select: { id: true },
  });
  const { _max } = await deps.db.primary.product.aggregate({ _max: { position: true } });
  return {
    channelId: channel.id,
    currency: market.currency,
    currencies: channel.currencies,
    locale: channel.defaultLocale,
    locales: channel.locales,
    locationId: location.id,
    nextPosition: (_max.position ?? 0) + 1,
  };
}
