import 'server-only';
import type { AppRouter } from '@holdfast/api/router';
import { SESSION_COOKIE } from '@holdfast/shared/contracts/identity';
import { LSN_COOKIE, LSN_HEADER } from '@holdfast/shared/lsn-token';
import { createTRPCClient, httpLink } from '@trpc/client';
import { cookies, headers } from 'next/headers';
import { cache } from 'react';
import { currentReads, fetchNoted } from './page-reads.ts';

/** The API process is on this machine or in this cluster; browsers reach it through the front, as `/trpc`. */
function apiUrl(): string {
  const url = process.env.API_URL;
  if (!url) throw new Error('API_URL is missing: where is the API?');
  return `${url}/trpc`;
}

/** The API as the person sees it who asked for this page: their address counts for limits, their session for rights. */
export const api = cache(async () => {
  currentReads()?.spoil();
  const [incoming, jar] = await Promise.all([headers(), cookies()]);
  const session = jar.get(SESSION_COOKIE)?.value;
  const address = incoming.get('x-forwarded-for');
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: apiUrl(),
        headers: {
          ...(address && { 'x-forwarded-for': address }),
          ...(session && { authorization: `Bearer ${session}` }),
        },
      }),
    ],
  });
});

/**
 * The API as anybody sees it: for what is the same for all, and so cannot depend on a session that has ended. Only who
 * has written something a moment ago sees nothing older than that.
 */
export const publicApi = cache(async () => {
  const [incoming, jar] = await Promise.all([headers(), cookies()]);
  const address = incoming.get('x-forwarded-for');
  const written = jar.get(LSN_COOKIE)?.value;
  return createTRPCClient<AppRouter>({
    links: [
      httpLink({
        url: apiUrl(),
        fetch: (url, init) => fetchNoted(url as string, init as RequestInit),
        headers: {
          ...(address && { 'x-forwarded-for': address }),
          ...(written && { [LSN_HEADER]: written }),
        },
      }),
    ],
  });
});
