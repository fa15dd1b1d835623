'use client';
import type { AdminProduct } from '@holdfast/shared/contracts/catalog';
import { useRef, useState } from 'react';
import { trpc } from '../../api/client.ts';
import { TextField } from '../../ui/field.tsx';
import { ChangeDialog } from './change-dialog.tsx';
import { type ChangeFailure, describeFailure } from './change-failure.ts';
import {
  onHandAfter,
  readStockForm,
  type StockChange,
  type StockFields,
  type StockMode,
} from './stock-form.ts';

type Props = {
  variant: AdminProduct['variants'][number];
  /** With what was changed, in words. */
  onDone: (message: string) => void;
  onClose: () => void;
};

const TIMEOUT_MS = 15_000;
const REASONS = ['Delivery', 'Count', 'Return', 'Damaged', 'Lost'];
const MODES: { mode: StockMode; label: string; action: string }[] = [
  { mode: 'add', label: 'Add', action: 'Add them' },
  { mode: 'take', label: 'Take away', action: 'Take them away' },
  { mode: 'set', label: 'Set to', action: 'Set it' },
];

const pieces = new Intl.NumberFormat('en');

/** What is on hand of a variant: counted anew, more, or fewer, and why. */
export function StockDialog({ variant, onDone, onClose }: Props) {
  const [fields, setFields] = useState<StockFields>({ mode: 'add', pieces: '', reason: '' });
  const [isTried, setTried] = useState(false);
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<ChangeFailure | null>(null);
  const keyOf = useIdempotencyKey();

  const reading = readStockForm(fields);
  const errors = isTried && 'errors' in reading ? reading.errors : {};

  async function send() {
    setTried(true);
    if ('errors' in reading) return;
    setSending(true);
    setFailure(null);
    try {
      const level = await trpc.inventory.adjust.mutate(
        { ...reading.change, variantId: variant.id, idempotencyKey: keyOf(reading.change) },
        { signal: AbortSignal.timeout(TIMEOUT_MS) },
      );
      onDone(
        `On hand of ${variant.title}: ${pieces.format(variant.onHand)} → ${pieces.format(level.onHand)}.`,
      );
    } catch (error) {
      setFailure(describeFailure(error, failure?.isUnanswered));
    } finally {
      setSending(false);
    }
  }

  return (
    <ChangeDialog
      title="Stock"
      subject={variant.title}
      action={MODES.find(({ mode }) => mode === fields.mode)?.action ?? ''}
      isSending={isSending}
      failure={failure}
      onSend={() => void send()}
      onClose={onClose}
    >
      <ModeChoice chosen={fields.mode} onChoose={(mode) => setFields({ ...fields, mode })} />
      <TextField
        label="Pieces"
        value={fields.pieces}
        onChange={({ target }) => setFields({ ...fields, pieces: target.value })}
        error={errors.pieces}
        inputMode="numeric"
        autoComplete="off"
        className="font-figures tabular-nums"
      />
      <TextField
        label="Reason"
        value={fields.reason}
        onChange={({ target }) => setFields({ ...fields, reason: target.value })}
        error={errors.reason}
        hint="Kept in the stock history with your name."
        maxLength={200}
        list="stock-reasons"
        dir="auto"
        autoComplete="off"
      />
      <datalist id="stock-reasons">
        {REASONS.map((reason) => (
          <option key={reason}>{reason}</option>
        ))}
      </datalist>
      <Preview variant={variant} after={onHandAfter(fields, variant.onHand)} />
    </ChangeDialog>
  );
}

/** One key for one change, however often it is sent; another change is another intention. */
function useIdempotencyKey(): (change: StockChange) => string {
  const last = useRef({ change: '', key: '' });
  return (change) => {
    const text = JSON.stringify(change);
    if (last.current.change !== text) last.current = { change: text, key: crypto.randomUUID() };
    return last.current.key;
  };
}

type ModeProps = { chosen: StockMode; onChoose: (mode: StockMode) => void };

function ModeChoice({ chosen, onChoose }: ModeProps) {
  return (
    <fieldset className="grid gap-1.5">
      <legend className="mb-1.5 text-sm font-medium">What happened</legend>
      <div className="grid grid-cols-3">
        {MODES.map(({ mode, label }) => (
          <label
            key={mode}
            className="-ms-px flex min-h-11 cursor-pointer items-center justify-center border border-line-strong text-sm first:ms-0 first:rounded-s-md last:rounded-e-md has-checked:z-1 has-checked:bg-kelp-soft has-checked:font-medium has-checked:text-kelp has-focus-visible:z-2 has-focus-visible:outline-2 has-focus-visible:outline-(--focus)"
          >
            <input
              type="radio"
              name="mode"
              value={mode}
              checked={mode === chosen}
              onChange={() => onChoose(mode)}
              className="sr-only"
            />
            {label}
          </label>
        ))}
      </div>
    </fieldset>
  );
}

/** What the change would make of the stock as this page last saw it. */
function Preview({ variant, after }: { variant: Props['variant']; after: number | null }) {
  const { onHand, allocated, available } = variant;
  const rows = [
    { label: 'On hand', now: onHand, next: after },
    { label: 'Promised to orders', now: allocated, next: after === null ? null : allocated },
    { label: 'To sell', now: available, next: after === null ? null : available + after - onHand },
  ];
  return (
    <>
      <dl
        aria-live="polite"
        className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded-md bg-sunken px-3 py-2 text-sm tabular-nums"
      >
        {rows.map(({ label, now, next }) => (
          <div key={label} className="contents">
            <dt className="text-ink-soft">{label}</dt>
            <dd className="text-end font-figures">
              {pieces.format(now)} → {next === null ? '…' : pieces.format(next)}
            </dd>
          </div>
        ))}
      </dl>
      {after !== null && after < 0 && (
        <p className="text-sm font-medium text-warning">There are not that many to take away.</p>
      )}
      {after !== null && after >= 0 && available + after - onHand < 0 && (
        <p className="text-sm font-medium text-warning">
          {pieces.format(allocated)} are promised to orders and cannot be taken from them.
        </p>
      )}
    </>
  );
}
