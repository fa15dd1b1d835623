import 'server-only';
import NextAuth from 'next-auth';
import { cookies } from 'next/headers';
import { NextRequest, NextResponse } from 'next/server';
import { authOptions } from './auth-options.ts';

type Handler = (
  request: NextRequest,
  context: { params: Promise<{ nextauth: string[] }> },
) => Promise<Response>;

/** next-auth's routes: `/api/auth/csrf`, `/api/auth/callback/credentials`, ... */
export const nextAuthHandler = NextAuth(authOptions) as Handler;

/**
 * Posts a form to one of next-auth's routes from within a server action, so that it works before script: the form's
 * own request proves that it comes from our page, and next-auth's proof is fetched here. Its cookies are set.
 */
export async function postToNextAuth(
  route: readonly string[],
  form: Record<string, string>,
): Promise<Response> {
  const { csrfToken } = (await (await ask(['csrf'])).json()) as { csrfToken: string };
  return ask(route, new URLSearchParams({ ...form, csrfToken }));
}

async function ask(route: readonly string[], body?: URLSearchParams): Promise<Response> {
  const url = new URL(`/api/auth/${route.join('/')}`, process.env.NEXTAUTH_URL);
  const request = new NextRequest(url, body && { method: 'POST', body });
  const answer = await nextAuthHandler(request, { params: Promise.resolve({ nextauth: [...route] }) });
  const jar = await cookies();
  for (const cookie of new NextResponse(null, { headers: answer.headers }).cookies.getAll()) {
    // One that is to go is read without its age: who signs out deletes it.
    if (cookie.value) jar.set(cookie);
  }
  return answer;
}
