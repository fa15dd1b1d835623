import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import type { ReactNode } from 'react';
import { DeskShell } from '../../../desk/shell.tsx';
import { NoPermission, NobodyKnows } from '../../../desk/shell-refusal.tsx';
import { ownPath } from '../../../features/identity/own-path.ts';
import { readDeskPerson, renewalPath, signInPath } from '../../../features/identity/read-desk-person.ts';

/**
 * Lets operators in. It decides what is drawn, not what may be read: the API asks for the session at each call. So the
 * desk can be opened while the API is away, by whoever was signed in as an operator.
 */
export default async function OperatorLayout({ children }: { children: ReactNode }) {
  const path = ownPath((await headers()).get('x-page-path'));
  const person = await readDeskPerson();
  if (person.state === 'stranger') redirect(signInPath(path));
  if (person.state === 'ended') redirect(renewalPath(path, person.mark));
  const { user, expiresAt } = person;
  if (!user) return <NobodyKnows />;
  if (user.role !== 'operator') return <NoPermission user={user} />;
  return (
    <DeskShell user={user} expiresAt={expiresAt}>
      {children}
    </DeskShell>
  );
}
