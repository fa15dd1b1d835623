import type { User } from '@holdfast/shared/contracts/identity';
import { signOut } from '../features/identity/actions.ts';
import { signInPath } from '../features/identity/read-desk-person.ts';
import { buttonClass } from '../ui/button.tsx';
import { DeskMessage } from './desk-message.tsx';

/** For who is signed in and is no operator. */
export function NoPermission({ user, callbackUrl }: { user: User; callbackUrl: string }) {
  return (
    <DeskMessage title="This is the operators’ desk">
      <p>
        You are signed in as {user.name} ({user.email}), and this account may not see it. Nothing is wrong
        with your account in the shop.
      </p>
      <div className="flex flex-wrap gap-3">
        <a href="/" className={buttonClass('primary')}>
          To the shop
        </a>
        <a href={signInPath(callbackUrl)} className={buttonClass('secondary')}>
          Sign in as an operator
        </a>
        <form action={signOut}>
          <button type="submit" className={buttonClass('quiet', 'px-2!')}>
            Sign out
          </button>
        </form>
      </div>
    </DeskMessage>
  );
}
