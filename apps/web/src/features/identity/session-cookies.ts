import 'server-only';
import { createHash } from 'node:crypto';
import { SESSION_COOKIE, type Session, type User } from '@holdfast/shared/contracts/identity';
import { decode, encode, type JWT } from 'next-auth/jwt';
import { cookies } from 'next/headers';

/** How long a refresh token of the API lives, in seconds. */
export const SIGNED_IN_SECONDS = 30 * 24 * 60 * 60;

const isSecure = process.env.NEXTAUTH_URL?.startsWith('https:') ?? false;

/** next-auth's own cookie, encrypted. The API never reads it. */
export const SIGN_IN_COOKIE = `${isSecure ? '__Secure-' : ''}next-auth.session-token`;
export const COOKIE_OPTIONS = { httpOnly: true, sameSite: 'lax', path: '/', secure: isSecure } as const;

/** What next-auth's cookie holds of a session; the access token is in the API's own cookie alone. */
export type SignInToken = JWT &
  Pick<User, 'name' | 'email' | 'role'> &
  Pick<Session, 'refreshToken' | 'expiresAt'>;

/** The session without its access token. */
export function toSignInToken({ user, refreshToken, expiresAt }: Session): SignInToken {
  return { sub: user.id, name: user.name, email: user.email, role: user.role, refreshToken, expiresAt };
}

/** Null for a browser that nobody is signed in with. */
export async function readSignInToken(): Promise<SignInToken | null> {
  const token = (await cookies()).get(SIGN_IN_COOKIE)?.value;
  // A cookie that was signed with another secret, or not by us, is none.
  const decoded = token && (await decode({ token, secret: secret() }).catch(() => null));
  return decoded ? (decoded as SignInToken) : null;
}

/** For the renewal of a session, which next-auth does not know. */
export async function writeSignInToken(session: Session): Promise<void> {
  const token = await encode({ token: toSignInToken(session), secret: secret(), maxAge: SIGNED_IN_SECONDS });
  (await cookies()).set(SIGN_IN_COOKIE, token, { ...COOKIE_OPTIONS, maxAge: SIGNED_IN_SECONDS });
}

/** The API's own cookie: it ends when the access token does, by whatever clock the browser has. */
export async function writeAccessToken({ accessToken, expiresAt }: Session): Promise<void> {
  const maxAge = Math.floor((Date.parse(expiresAt) - Date.now()) / 1000);
  (await cookies()).set(SESSION_COOKIE, accessToken, { ...COOKIE_OPTIONS, maxAge });
}

/** Tells one access token from another without being it; of none, too. */
export async function markAccessToken(): Promise<string> {
  const token = (await cookies()).get(SESSION_COOKIE)?.value ?? '';
  return createHash('sha256').update(token).digest('base64url').slice(0, 12);
}

/** Both cookies. With the attributes that they were set with: a browser keeps a `__Secure-` cookie else. */
export async function deleteSessionCookies(): Promise<void> {
  const jar = await cookies();
  for (const name of [SESSION_COOKIE, SIGN_IN_COOKIE]) jar.set(name, '', { ...COOKIE_OPTIONS, maxAge: 0 });
}

function secret(): string {
  const value = process.env.NEXTAUTH_SECRET;
  if (!value) throw new Error('NEXTAUTH_SECRET is missing: sessions cannot be kept.');
  return value;
}
