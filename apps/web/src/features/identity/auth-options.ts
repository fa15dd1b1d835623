import 'server-only';
import type { Session } from '@holdfast/shared/contracts/identity';
import type { AuthOptions } from 'next-auth';
import CredentialsProvider from 'next-auth/providers/credentials';
import { api, publicApi } from '../../api/server.ts';
import {
  COOKIE_OPTIONS,
  deleteSessionCookies,
  SIGN_IN_COOKIE,
  SIGNED_IN_SECONDS,
  type SignInToken,
  toSignInToken,
  writeAccessToken,
} from './session-cookies.ts';
import { toSignInProblem, writeProblem } from './sign-in-problem.ts';

type SignedIn = { id: string; session: Session };

const credentials = CredentialsProvider({
  credentials: { email: { type: 'email' }, password: { type: 'password' } },
  async authorize(given) {
    const { email = '', password = '' } = given ?? {};
    try {
      const session = await (await publicApi()).identity.login.mutate({ email: email.trim(), password });
      await writeAccessToken(session);
      return { id: session.user.id, session } satisfies SignedIn;
    } catch (error) {
      // next-auth passes on the message of an error and nothing else of it.
      throw new Error(writeProblem(toSignInProblem(error)), { cause: error });
    }
  },
});

/** Ends the session at the API. While that is away it ends by itself, and nobody has its tokens any more. */
async function endSession({ refreshToken }: SignInToken): Promise<void> {
  try {
    await (await api()).identity.logout.mutate({ refreshToken });
  } catch (error) {
    console.warn('The API did not end a session that was signed out of.', error);
  }
  await deleteSessionCookies();
}

/** Sign-in by the API's own sessions: next-auth keeps who is signed in, and never sees a database. */
export const authOptions: AuthOptions = {
  providers: [credentials],
  session: { strategy: 'jwt', maxAge: SIGNED_IN_SECONDS },
  cookies: { sessionToken: { name: SIGN_IN_COOKIE, options: COOKIE_OPTIONS } },
  pages: { signIn: '/sign-in', signOut: '/sign-in', error: '/sign-in' },
  callbacks: {
    jwt: ({ token, user }) => (user ? toSignInToken((user as SignedIn).session) : token),
  },
  events: { signOut: ({ token }) => endSession(token as SignInToken) },
};
