import type { Deps } from '../deps.ts';
import { defaultChannel, resolveMarket } from '../pricing/default-channel.ts';
import type { Shelf } from './catalog-sql.ts';

/**
 * The shelf that an input asks for.
 * @throws DomainError VALIDATION when the channel does not sell in the currency.
 */
export async function openShelf(
  deps: Deps,
  wanted: { locale?: string | undefined; currency?: string | undefined },
): Promise<Shelf> {
  const channel = await defaultChannel(deps);
  return { channelId: channel.id, defaultLocale: channel.defaultLocale, ...resolveMarket(channel, wanted) };
}
