'use client';
import { useActionState, useEffect, useRef } from 'react';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { signIn } from './actions.ts';
import type { SignInProblem } from './sign-in-problem.ts';

/** E-mail and password. A form that posts: it works before script. */
export function SignInForm({ callbackUrl }: { callbackUrl: string }) {
  const [{ email, problem }, act, isPending] = useActionState(signIn, { email: '', problem: null });
  const form = useRef<HTMLFormElement>(null);
  useEffect(() => {
    const password = form.current?.elements.namedItem('password');
    if (problem && password instanceof HTMLElement) password.focus();
  }, [problem]);
  return (
    <form ref={form} action={act} className="grid gap-5">
      {problem && <ProblemNotice problem={problem} />}
      <input type="hidden" name="callbackUrl" value={callbackUrl} />
      <TextField
        label="E-mail"
        type="email"
        name="email"
        autoComplete="username"
        defaultValue={email}
        required
        maxLength={254}
      />
      <TextField
        label="Password"
        type="password"
        name="password"
        autoComplete="current-password"
        required
        maxLength={200}
      />
      <Button kind="primary" type="submit" aria-disabled={isPending} className="w-full">
        {isPending ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
}

function ProblemNotice({ problem }: { problem: SignInProblem }) {
  if (problem.kind === 'wrong') {
    return (
      <Notice kind="danger" title="The e-mail or the password is wrong">
        <p className="text-sm">Check both and write the password again.</p>
      </Notice>
    );
  }
  if (problem.kind === 'too_many') {
    return (
      <Notice kind="warning" title="Too many tries">
        <p className="text-sm">
          Wait {problem.seconds} {problem.seconds === 1 ? 'second' : 'seconds'}, then write the password
          again.
        </p>
      </Notice>
    );
  }
  return (
    <Notice kind="danger" title="Nobody can be signed in right now">
      <p className="text-sm">The API does not answer. Your e-mail is kept; try again in a moment.</p>
    </Notice>
  );
}
