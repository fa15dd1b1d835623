import Link from 'next/link';
import type { User } from '@holdfast/shared/contracts/identity';
import { ShellPage } from '../../desk/shell-page.tsx';
import { Notice } from '../../ui/notice.tsx';
import { SignInForm } from './sign-in-form.tsx';

type Props = {
  callbackUrl: string;
  reason: string | undefined;
  /** Who is signed in already, but may not see what was asked for. */
  user: Pick<User, 'name'> | null;
};

/** The sign-in page, and why one is sent to it. */
export function SignInView({ callbackUrl, reason, user }: Props) {
  return (
    <ShellPage>
      <h1 className="text-3xl">Sign in</h1>
      <ReasonNotice reason={reason} callbackUrl={callbackUrl} />
      {user && (
        <Notice title={`You are signed in as ${user.name}`}>
          <p className="text-sm">The desk is for operators. Sign in as one to go on.</p>
        </Notice>
      )}
      <SignInForm callbackUrl={callbackUrl} />
      <p className="text-sm text-ink-soft">
        For the people who run the shop.{' '}
        <Link href="/" prefetch={false} className="underline underline-offset-4 hover:text-ink">
          To the shop
        </Link>
      </p>
    </ShellPage>
  );
}

function ReasonNotice({ reason, callbackUrl }: { reason: string | undefined; callbackUrl: string }) {
  if (reason === 'ended') {
    return (
      <Notice title="Your session has ended">
        <p className="text-sm">Sign in and you come back to the page you were on.</p>
      </Notice>
    );
  }
  if (reason === 'unknown') {
    return (
      <Notice kind="warning" title="Your session could not be renewed">
        <p className="text-sm">
          The API cannot answer right now. You are still signed in:{' '}
          <a href={callbackUrl} className="underline underline-offset-4">
            try again
          </a>
          .
        </p>
      </Notice>
    );
  }
  return null;
}
