'use client';
import { Dialog } from '@base-ui/react/dialog';
import type { ReactNode } from 'react';
import { Backdrop } from '../../ui/backdrop.tsx';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import type { ChangeFailure } from './change-failure.ts';

type Props = {
  title: string;
  /** What is changed: the variant. */
  subject: string;
  /** What the main button says. */
  action: string;
  isSending: boolean;
  failure: ChangeFailure | null;
  onSend: () => void;
  onClose: () => void;
  children: ReactNode;
};

/** One change: its fields, what stands in its way, and two buttons. It stays open until the change is made. */
export function ChangeDialog({ title, subject, action, failure, children, ...rest }: Props) {
  const { isSending, onSend, onClose } = rest;
  const isLocked = isSending || failure?.isUnanswered === true;
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Backdrop />
        <Dialog.Popup className="fixed inset-x-0 bottom-0 z-50 max-h-dvh overflow-y-auto border border-line bg-surface p-5 text-ink transition-opacity outline-none data-starting-style:opacity-0 md:inset-x-auto md:start-1/2 md:top-[14vh] md:bottom-auto md:max-h-[80vh] md:w-md md:-translate-x-1/2 md:rounded-lg">
          <Dialog.Title className="text-xl">{title}</Dialog.Title>
          <Dialog.Description className="mt-0.5 text-sm text-ink-soft" dir="auto">
            {subject}
          </Dialog.Description>
          <form
            noValidate
            className="mt-4 grid gap-4"
            onSubmit={(event) => {
              event.preventDefault();
              if (!isSending) onSend();
            }}
          >
            <fieldset disabled={isLocked} className="grid gap-4 disabled:opacity-60">
              {children}
            </fieldset>
            {failure && <FailureNotice failure={failure} />}
            <div className="flex justify-end gap-2">
              <Button onClick={onClose}>{failure?.isUnanswered ? 'Close' : 'Cancel'}</Button>
              <Button type="submit" kind="primary" aria-disabled={isSending} className="tabular-nums">
                {isSending ? 'Sending…' : failure?.isUnanswered ? 'Send it again' : action}
              </Button>
            </div>
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

function FailureNotice({ failure }: { failure: ChangeFailure }) {
  return (
    <Notice kind={failure.isUnanswered ? 'warning' : 'danger'} title={failure.title}>
      <p className="text-sm">{failure.text}</p>
      {failure.needsSignIn && (
        <a href="/sign-in" target="_blank" rel="noreferrer" className="text-sm underline underline-offset-4">
          Sign in
        </a>
      )}
      {failure.orders.length > 0 && (
        <p className="mt-1 text-sm">
          Held by{' '}
          {failure.orders.map((number, index) => (
            <span key={number}>
              {index > 0 && ', '}
              <a
                href={`/operator/orders/${encodeURIComponent(number)}`}
                target="_blank"
                rel="noreferrer"
                className="font-figures whitespace-nowrap underline underline-offset-4"
              >
                {number}
              </a>
            </span>
          ))}
        </p>
      )}
    </Notice>
  );
}
