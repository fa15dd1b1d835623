'use client';
import { useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { trpc } from '../../api/client.ts';
import { ChangeDialog } from '../../desk/change-dialog.tsx';
import type { ChangeFailure } from '../../desk/change-failure.ts';
import { useChange } from '../../desk/use-change.ts';
import { useHeld } from '../../desk/use-held.ts';
import { formatMoney } from '../market/format-money.ts';
import type { OrderDialogProps } from './confirm-dialog.tsx';
import { RefundFieldset } from './refund-fieldset.tsx';
import {
  type Refund,
  type RefundErrors,
  type RefundFields,
  readRefundForm,
  refundComesTo,
} from './refund-form.ts';
import { RefundSummary } from './refund-summary.tsx';

/** Money that goes back: first what and why, then what it comes to, then it goes. */
export function RefundDialog({ order, onDone, ...dialog }: OrderDialogProps) {
  const [fields, setFields] = useState<RefundFields>({
    mode: 'rest',
    amount: '',
    pieces: {},
    restock: false,
    reason: '',
  });
  const [isTried, setTried] = useState(false);
  /** What is summed up, and sent as it stands there. */
  const [reviewed, setReviewed] = useState<Refund | null>(null);
  const step = useRef<HTMLDivElement>(null);
  const { send, failure, ...sending } = useChange(async (refund: Refund, { idempotencyKey, signal }) => {
    const input = { number: order.number, idempotencyKey, ...refund };
    const after = await trpc.orders.admin.refund.mutate(input, { signal });
    const amount = after.refunds.at(-1)?.amount ?? refundComesTo(refund, order);
    onDone(after, `Refund of ${formatMoney(amount, 'en')} begun.`);
  });

  const seen = useHeld(order, sending.isLocked);
  const reading = readRefundForm(fields, seen);
  const chosen = 'refund' in reading ? reading.refund : null;
  const sumWords = (refund: Refund) => formatMoney(refundComesTo(refund, seen), 'en');
  const go = (refund: Refund | null) => {
    flushSync(() => setReviewed(refund));
    step.current?.focus();
  };
  const submit = async () => {
    setTried(true);
    if (!reviewed) {
      if (chosen) go(chosen);
      return;
    }
    const refusal = await send(reviewed);
    // Back to where it can be mended.
    if (refusal && !refusal.isUnanswered) go(null);
  };
  return (
    <ChangeDialog
      title="Refund"
      subject={`Order ${order.number}, ${formatMoney(seen.actions.refundable, 'en')} can be given back`}
      action={reviewed ? `Give back ${sumWords(reviewed)}` : chosen ? `Review ${sumWords(chosen)}` : 'Review'}
      {...dialog}
      {...sending}
      failure={reviewed && !failure?.isUnanswered ? null : failure}
      onSend={() => void submit()}
      onBack={reviewed ? () => go(null) : undefined}
    >
      <div ref={step} tabIndex={-1} className="grid gap-4 outline-none">
        {reviewed ? (
          <RefundSummary refund={reviewed} order={seen} />
        ) : (
          <RefundFieldset
            fields={fields}
            order={seen}
            errors={isTried && 'errors' in reading ? reading.errors : refusedFields(failure)}
            onChange={(next) => {
              setFields(next);
              // Another way of giving back has other fields, which nobody has seen yet.
              if (next.mode !== fields.mode) setTried(false);
            }}
          />
        )}
      </div>
    </ChangeDialog>
  );
}

function refusedFields(failure: ChangeFailure | null): RefundErrors {
  if (!failure) return {};
  const { amount, reason, lines } = failure.fields;
  return { amount, reason, ...(lines && { pieces: { lines: {}, none: lines } }) };
}
