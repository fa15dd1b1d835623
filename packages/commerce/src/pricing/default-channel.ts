import { DomainError } from '@holdfast/shared/errors';
import type { Deps } from '../deps.ts';

/** Where goods are sold, as every read and write of prices, carts and orders needs it. */
export type Channel = {
  id: string;
  code: string;
  currencies: string[];
  defaultCurrency: string;
  locales: string[];
  defaultLocale: string;
  /** True: prices hold their tax. */
  taxIncluded: boolean;
  timeZone: string;
  orderNumberPrefix: string;
};

export type Market = { locale: string; currency: string };

const FRESH_MS = 60_000;
const RETRY_MS = 1_000;

type Known = { channel: Promise<Channel>; readAt: number };
const known = new WeakMap<Deps['db'], Known>();

/**
 * The channel that sells when nobody names one. Remembered for a minute per process, because every request asks, and for
 * longer while it cannot be read.
 * @throws DomainError INTERNAL when the database has no default channel.
 */
export async function defaultChannel(deps: Pick<Deps, 'db'>): Promise<Channel> {
  const remembered = known.get(deps.db);
  if (remembered && Date.now() - remembered.readAt < FRESH_MS) return remembered.channel;
  const reading = { channel: readDefaultChannel(deps), readAt: Date.now() };
  known.set(deps.db, reading);
  try {
    return await reading.channel;
  } catch (error) {
    if (known.get(deps.db) === reading) known.delete(deps.db);
    // What is kept of the catalog outlives the database for some minutes; so must what it is asked with.
    if (!remembered) throw error;
    known.set(deps.db, { ...remembered, readAt: Date.now() - FRESH_MS + RETRY_MS });
    return remembered.channel;
  }
}

/**
 * The locale and currency to answer in. What is not named is the channel's default. A locale that the shop is
 * not written in becomes its language ("en-GB" reads "en") or the default; money has no such nearness.
 * @throws DomainError VALIDATION when the channel does not sell in the currency.
 */
export function resolveMarket(
  channel: Channel,
  wanted: { locale?: string | undefined; currency?: string | undefined },
): Market {
  const currency = wanted.currency ?? channel.defaultCurrency;
  if (!channel.currencies.includes(currency)) {
    const message = `The shop does not sell in ${currency}. Choose one of ${channel.currencies.join(', ')}.`;
    throw new DomainError('VALIDATION', message, { issues: [{ path: 'currency', message }] });
  }
  return { locale: resolveLocale(channel, wanted.locale), currency };
}

function resolveLocale(channel: Channel, wanted = channel.defaultLocale): string {
  const language = wanted.slice(0, 2);
  return [wanted, language].find((locale) => channel.locales.includes(locale)) ?? channel.defaultLocale;
}

async function readDefaultChannel(deps: Pick<Deps, 'db'>): Promise<Channel> {
  const channel = await deps.db.read(0, ({ client }) =>
    client.channel.findFirst({
      where: { isDefault: true },
      select: {
        id: true,
        code: true,
        currencies: true,
        defaultCurrency: true,
        locales: true,
        defaultLocale: true,
        taxIncluded: true,
        timeZone: true,
        orderNumberPrefix: true,
      },
    }),
  );
  if (!channel) {
    throw new DomainError('INTERNAL', 'The shop is not set up.', { cause: new Error('no default channel') });
  }
  return channel;
}
