import { redirect } from 'next/navigation';
import type { NextRequest } from 'next/server';
import { ownPath } from '../../../../features/identity/own-path.ts';
import { signInPath } from '../../../../features/identity/read-desk-person.ts';
import { renewSession } from '../../../../features/identity/renew-session.ts';
import { markAccessToken } from '../../../../features/identity/session-cookies.ts';

/**
 * On the way to a page whose session the API takes for ended: there with a new one, or to the sign-in page, which ends
 * the way. `mark` says which access token was refused: of pages that are opened at once the first one renews it.
 */
export async function GET(request: NextRequest): Promise<never> {
  const path = ownPath(request.nextUrl.searchParams.get('callbackUrl'));
  if (request.nextUrl.searchParams.get('mark') !== (await markAccessToken())) redirect(path);
  const { state } = await renewSession({ isEnded: true });
  if (state === 'signed_in') redirect(path);
  redirect(signInPath(path, state === 'signed_out' ? 'ended' : 'unknown'));
}

/** For an open desk: `?ended` when the API has said that the session is. */
export async function POST(request: NextRequest): Promise<Response> {
  const renewal = await renewSession({ isEnded: request.nextUrl.searchParams.has('ended') });
  return Response.json(renewal, { headers: { 'cache-control': 'no-store' } });
}
