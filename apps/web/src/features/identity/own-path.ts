const HOME = '/operator';
/** Only for reading paths: what an address leads to when it is no path of ours shows in its origin. */
const ANY_ORIGIN = 'http://own.invalid';

/** The path to go to after signing in. Whatever leads to another site, or to a route that is no page, is the desk's first page. */
export function ownPath(wanted: string | undefined | null): string {
  if (!wanted?.startsWith('/') || !URL.canParse(wanted, ANY_ORIGIN)) return HOME;
  const { origin, pathname, search, hash } = new URL(wanted, ANY_ORIGIN);
  const isPage = origin === ANY_ORIGIN && !/^\/(?:api|sign-in|_next|trpc)(?:\/|$)/.test(pathname);
  // A path of two slashes would be read as another host by the browser.
  return isPage && !pathname.startsWith('//') ? `${pathname}${search}${hash}` : HOME;
}
