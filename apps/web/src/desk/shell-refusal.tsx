import type { User } from '@holdfast/shared/contracts/identity';
import { signOut } from '../features/identity/actions.ts';
import { Button, buttonClass } from '../ui/button.tsx';
import { ShellPage } from './shell-page.tsx';

/** For whoever is signed in but is no operator. */
export function NoPermission({ user }: { user: Pick<User, 'name' | 'email'> }) {
  return (
    <ShellPage>
      <title>No permission · Holdfast desk</title>
      <h1 className="text-3xl">The desk is for operators</h1>
      <p className="text-ink-soft">
        You are signed in as {user.name} ({user.email}), who has no permission to see it.
      </p>
      <div className="grid gap-3">
        <form action={signOut}>
          <Button type="submit" kind="primary" className="w-full">
            Sign in as somebody else
          </Button>
        </form>
        <a href="/" className={buttonClass('secondary')}>
          To the shop
        </a>
      </div>
    </ShellPage>
  );
}

/** Nobody can say who asks: the API is away, and this browser was signed in by nobody whom we know. */
export function NobodyKnows({ path }: { path: string }) {
  return (
    <ShellPage>
      <title>The API does not answer · Holdfast desk</title>
      <h1 className="text-3xl">The API does not answer</h1>
      <p className="text-ink-soft">
        So nobody can say whether you may see this. Nothing was changed; try again in a moment.
      </p>
      <a href={path} className={buttonClass('primary')}>
        Try again
      </a>
    </ShellPage>
  );
}
