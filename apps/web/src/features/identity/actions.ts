'use server';
import { redirect } from 'next/navigation';
import { postToNextAuth } from './ask-next-auth.ts';
import { ownPath } from './own-path.ts';
import { deleteSessionCookies } from './session-cookies.ts';
import { readProblem, type SignInProblem } from './sign-in-problem.ts';

export type SignInState = { email: string; problem: SignInProblem | null };

/** Signs in and goes on to `callbackUrl`; or says what is wrong, and keeps all but the password. */
export async function signIn(_before: SignInState, form: FormData): Promise<SignInState> {
  const email = textOf(form, 'email');
  const password = textOf(form, 'password');
  const answer = await postToNextAuth(['callback', 'credentials'], { email, password });
  const location = answer.headers.get('location');
  const error = location && new URL(location, process.env.NEXTAUTH_URL).searchParams.get('error');
  if (!location || error) return { email, problem: readProblem(error || '') };
  return redirect(ownPath(textOf(form, 'callbackUrl')));
}

/** Ends the session here and at the API. */
export async function signOut(): Promise<never> {
  await postToNextAuth(['signout'], {});
  await deleteSessionCookies();
  redirect('/sign-in');
}

function textOf(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
