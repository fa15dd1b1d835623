import type { User } from '@holdfast/shared/contracts/identity';
import Link from 'next/link';
import { signOut } from '../features/identity/actions.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { AskAgain } from './shell-ask-again.tsx';
import { ShellPage } from './shell-page.tsx';

/** For whoever is signed in but is no operator. */
export function NoPermission({ user }: { user: Pick<User, 'name' | 'email'> }) {
  return (
    <ShellPage>
      <title>No permission · Holdfast desk</title>
      <h1 className="text-3xl">This is the operators’ desk</h1>
      <p className="text-ink-soft">
        You are signed in as {user.name} ({user.email}), and this account may not see it. Nothing is wrong
        with your account in the shop.
      </p>
      <div className="grid gap-3">
        <Link href="/" prefetch={false} className={buttonClass('primary')}>
          To the shop
        </Link>
        <form action={signOut}>
          <Button type="submit" className="w-full">
            Sign out
          </Button>
        </form>
      </div>
    </ShellPage>
  );
}

/** Nobody can say who asks, and this browser shows no sign-in of an operator's that could be gone by. */
export function NobodyKnows() {
  return (
    <ShellPage>
      <title>The API does not answer · Holdfast desk</title>
      <h1 className="text-3xl">The API does not answer</h1>
      <p className="text-ink-soft">
        So nobody can say who you are. This page asks again every 5 seconds; nothing was changed.
      </p>
      <AskAgain />
    </ShellPage>
  );
}
