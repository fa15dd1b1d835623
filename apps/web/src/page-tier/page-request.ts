import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { LSN_COOKIE } from '@holdfast/shared/lsn-token';
import { isBot } from 'next/dist/shared/lib/router/utils/is-bot';
import { CURRENCY_COOKIE, isCurrency, THEME_COOKIE, THEMES } from '../features/market/market.ts';
import { isLocale } from '../i18n/locales.ts';
import { isAskedByRouter } from '../shell/asked-by-router.ts';

/** A request for a page that is the same for all who ask with the same key. */
export type PageRequest = {
  key: string;
  takesGzip: boolean;
  /** Where the asker's own last write stands. */
  token: string | undefined;
  /** What the API counts its limits by. */
  address: string | undefined;
  /** All that the page may be rendered from. */
  headers: IncomingHttpHeaders;
};

/** Not of the page: how the asker is connected, and its own address for the API. */
const CARRIED_HEADERS = ['host', 'connection', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto'];
const GZIP = /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?(?:,|\s|$))/;

type Asked = Pick<IncomingMessage, 'method' | 'url' | 'headers'>;

/** Null for what is never kept: another method, a page that is somebody's own, a crawler, for which Next writes another head. */
export function readPageRequest(request: Asked): PageRequest | null {
  const { method, url = '', headers } = request;
  if (method !== 'GET' || !isSharedPage(url.split('?', 1)[0] ?? '')) return null;
  if (isBot(headers['user-agent'] ?? '')) return null;
  // The router in the browser gets parts of a page, and a skeleton of one that is slow.
  if (headers.rsc !== undefined || isAskedByRouter({ get: (name) => String(headers[name]) })) return null;
  const { cookie, preferences, token } = readCookies(headers.cookie ?? '');
  const takesGzip = GZIP.test(headers['accept-encoding'] ?? '');
  return {
    key: JSON.stringify([url, preferences]),
    takesGzip,
    token,
    address: headers['x-forwarded-for']?.toString(),
    headers: {
      ...pick(headers, CARRIED_HEADERS),
      ...(cookie && { cookie }),
      ...(takesGzip && { 'accept-encoding': 'gzip' }),
    },
  };
}

/** The home page, categories, products and searches, in all languages. Whatever else there is or will be is rendered. */
export function isSharedPage(pathname: string): boolean {
  const parts = pathname.split('/').slice(1);
  const [first = '', handle, ...rest] = isLocale(parts[0] ?? '') ? parts.slice(1) : parts;
  if (first === '' || first === 'search') return handle === undefined;
  return (first === 'p' || first === 'c') && Boolean(handle) && rest.length === 0;
}

/** A page is rendered with these cookies alone, so nobody's cart or session can be in it. */
function readCookies(header: string) {
  const sent = new Map(
    header.split(';').map((pair) => {
      const [name = '', ...value] = pair.split('=');
      return [name.trim(), value.join('=').trim()] as const;
    }),
  );
  const currency = sent.get(CURRENCY_COOKIE);
  const theme = sent.get(THEME_COOKIE);
  const token = sent.get(LSN_COOKIE) || undefined;
  const preferences = [
    ...(isCurrency(currency) ? [`${CURRENCY_COOKIE}=${currency}`] : []),
    ...(THEMES.some((name) => name === theme) ? [`${THEME_COOKIE}=${theme}`] : []),
  ];
  const cookie = [...preferences, ...(token ? [`${LSN_COOKIE}=${token}`] : [])].join('; ');
  return { cookie, preferences, token };
}

function pick(headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders {
  return Object.fromEntries(names.flatMap((name) => (headers[name] ? [[name, headers[name]]] : [])));
}
