import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { ownPath } from '../../../features/identity/own-path.ts';
import { readDeskPerson, renewalPath } from '../../../features/identity/read-desk-person.ts';
import { SignInView } from '../../../features/identity/sign-in-view.tsx';

export const metadata: Metadata = { title: 'Sign in' };

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> };

export default async function SignInPage({ searchParams }: Props) {
  const { callbackUrl, reason } = await searchParams;
  const path = ownPath(callbackUrl?.toString());
  const person = await readDeskPerson();
  if (person.state === 'signed_in' && person.user.role === 'operator') redirect(path);
  // With a reason the renewal has been tried.
  if (person.state === 'ended' && !reason) redirect(renewalPath(path, person.mark));
  return (
    <SignInView
      callbackUrl={path}
      reason={reason?.toString()}
      user={person.state === 'signed_in' ? person.user : null}
    />
  );
}
