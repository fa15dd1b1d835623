import type { FailureCode } from '../../desk/table-load.ts';
import { Notice } from '../../ui/notice.tsx';

/** What asking again does not change. */
const FINAL: ReadonlySet<FailureCode> = new Set(['VALIDATION', 'NOT_FOUND', 'FORBIDDEN']);

export function isFinal(code: FailureCode): boolean {
  return FINAL.has(code);
}

/** Why the settings of a stock could not be read, and what to do instead. Only a bundle is refused as not valid. */
export function SettingsFailure({ code }: { code: FailureCode }) {
  if (code === 'VALIDATION') {
    return (
      <Notice kind="warning" title="This is a bundle">
        <p className="text-sm">It has no stock of its own. Set how each of its parts is sold instead.</p>
      </Notice>
    );
  }
  if (code === 'NOT_FOUND') {
    return (
      <Notice kind="warning" title="There is no such variant any more">
        <p className="text-sm">Close this to see the product as it is now.</p>
      </Notice>
    );
  }
  if (code === 'FORBIDDEN') {
    return (
      <Notice kind="warning" title="No permission">
        <p className="text-sm">Only an operator of the shop may see this.</p>
      </Notice>
    );
  }
  if (code === 'UNAUTHENTICATED') {
    return (
      <Notice kind="warning" title="Your session has ended">
        <p className="text-sm">Sign in in another tab, then try again.</p>
        <a href="/sign-in" target="_blank" rel="noreferrer" className="text-sm underline underline-offset-4">
          Sign in
        </a>
      </Notice>
    );
  }
  return (
    <Notice kind="danger" title="How it is sold could not be read">
      <p className="text-sm">
        {code === 'OFFLINE' ? 'The API does not answer.' : 'The API answers, but cannot read it now.'} Nothing
        was changed.
      </p>
    </Notice>
  );
}

/** The size of the fields that have not come yet. */
export function SettingsSkeleton() {
  return (
    <output aria-label="Loading" className="grid gap-4">
      {['back orders', 'low stock', 'reason'].map((field) => (
        <span key={field} className="grid gap-1.5">
          <span className="h-5 w-32 rounded-sm bg-sunken" />
          <span className="h-11 w-full rounded-md bg-sunken" />
          <span className="h-5 w-56 max-w-full rounded-sm bg-sunken" />
        </span>
      ))}
      <span className="h-22 w-full rounded-md bg-sunken" />
    </output>
  );
}
