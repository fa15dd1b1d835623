'use client';
import { Dialog } from '@base-ui/react/dialog';
import { type ComponentProps, type FormEvent, type ReactNode, useRef } from 'react';
import { flushSync } from 'react-dom';
import { Backdrop } from '../ui/backdrop.tsx';
import { Button, type ButtonKind } from '../ui/button.tsx';
import { Notice } from '../ui/notice.tsx';
import type { ChangeFailure } from './change-failure.ts';

export type FinalFocus = ComponentProps<typeof Dialog.Popup>['finalFocus'];

type Props = {
  title: string;
  /** What is changed: the variant, the order. */
  subject: string;
  /** What the main button says; without it there is nothing to send. */
  action?: string | undefined;
  actionKind?: ButtonKind;
  /** What the button says that closes without a change. */
  dismissal?: string;
  isSending: boolean;
  failure: ChangeFailure | null;
  onSend: () => void;
  /** The way back to the fields, from what they are summed up in. */
  onBack?: (() => void) | undefined;
  onClose: () => void;
  /** Where the focus goes afterwards; without it to where it was before. */
  finalFocus?: FinalFocus;
  children: ReactNode;
};

/** One change: its fields, what stands in its way, and two buttons. It stays open until the change is made. */
export function ChangeDialog({ title, subject, failure, finalFocus, children, ...rest }: Props) {
  const { isSending, onSend, onClose } = rest;
  const form = useRef<HTMLFormElement>(null);
  const isLocked = isSending || failure?.isUnanswered === true;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (isSending) return;
    flushSync(onSend);
    form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  };
  return (
    <Dialog.Root open onOpenChange={(open) => !open && onClose()}>
      <Dialog.Portal>
        <Backdrop />
        <Dialog.Popup
          finalFocus={finalFocus}
          className="fixed inset-x-0 bottom-0 z-50 max-h-dvh overflow-y-auto border border-line bg-surface p-5 text-ink transition-opacity outline-none data-starting-style:opacity-0 md:inset-x-auto md:start-1/2 md:top-[14vh] md:bottom-auto md:max-h-[80vh] md:w-md md:-translate-x-1/2 md:rounded-lg"
        >
          <Dialog.Title className="text-xl">{title}</Dialog.Title>
          <Dialog.Description className="mt-0.5 text-sm text-ink-soft" dir="auto">
            {subject}
          </Dialog.Description>
          <form ref={form} noValidate className="mt-4 grid gap-4" onSubmit={submit}>
            <fieldset disabled={isLocked} className="grid min-w-0 gap-4 disabled:opacity-60">
              {children}
            </fieldset>
            {failure && <FailureNotice failure={failure} />}
            <Buttons failure={failure} {...rest} />
          </form>
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}

type ButtonsProps = Omit<Props, 'title' | 'subject' | 'finalFocus' | 'onSend' | 'children'>;

function Buttons({ action, actionKind = 'primary', dismissal = 'Cancel', failure, ...rest }: ButtonsProps) {
  const { isSending, onBack, onClose } = rest;
  const isUnanswered = failure?.isUnanswered === true;
  return (
    <div className="flex justify-end gap-2">
      {onBack && !isUnanswered ? (
        <Button onClick={onBack} disabled={isSending}>
          Back
        </Button>
      ) : (
        <Button onClick={onClose}>{isUnanswered ? 'Close' : dismissal}</Button>
      )}
      {action && (
        <Button type="submit" kind={actionKind} aria-disabled={isSending} className="tabular-nums">
          {isSending ? 'Sending…' : isUnanswered ? 'Send it again' : action}
        </Button>
      )}
    </div>
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
