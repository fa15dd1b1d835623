'use client';
import Link from 'next/link';
import { Button, buttonClass } from '../../../ui/button.tsx';

/** A page that failed. The desk around it stands. */
export default function PageFailed({
  error,
  retry,
}: {
  error: Error & { digest?: string };
  retry: () => void;
}) {
  return (
    <div role="alert" className="grid justify-items-start gap-4 py-10">
      <h1 className="text-3xl">This page could not be shown</h1>
      <p className="max-w-prose text-ink-soft">
        A fault of the desk, not of what you did. Nothing was changed by it.
      </p>
      {error.digest && (
        <p className="text-sm text-ink-soft">
          In the log it is <code className="font-figures">{error.digest}</code>.
        </p>
      )}
      <div className="flex flex-wrap gap-3">
        <Button onClick={() => retry()}>Try again</Button>
        <Link href="/operator" className={buttonClass('quiet')}>
          To the live page
        </Link>
      </div>
    </div>
  );
}
