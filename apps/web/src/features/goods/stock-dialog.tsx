'use client';
import type { AdminProduct } from '@holdfast/shared/contracts/catalog';
import { useState } from 'react';
import { trpc } from '../../api/client.ts';
import { ChangeDialog } from '../../desk/change-dialog.tsx';
import { Segments } from '../../desk/segments.tsx';
import { useChange } from '../../desk/use-change.ts';
import { TextField } from '../../ui/field.tsx';
import {
  onHandAfter,
  readStockForm,
  type StockChange,
  type StockFields,
  type StockMode,
} from './stock-form.ts';
import { StockPreview } from './stock-preview.tsx';

type Props = {
  variant: AdminProduct['variants'][number];
  /** With what was changed, in words. */
  onDone: (message: string) => void;
  onClose: () => void;
};

const REASONS = ['Delivery', 'Count', 'Return', 'Damaged', 'Lost'];
const MODES: { value: StockMode; label: string; action: string }[] = [
  { value: 'add', label: 'Add', action: 'Add them' },
  { value: 'take', label: 'Take away', action: 'Take them away' },
  { value: 'set', label: 'Set to', action: 'Set it' },
];

const pieces = new Intl.NumberFormat('en');

/** What is on hand of a variant: counted anew, more, or fewer, and why. */
export function StockDialog({ variant, onDone, onClose }: Props) {
  const [fields, setFields] = useState<StockFields>({ mode: 'add', pieces: '', reason: '' });
  const [isTried, setTried] = useState(false);
  const { send, ...sending } = useChange(async (change: StockChange, { idempotencyKey, signal }) => {
    const input = { ...change, variantId: variant.id, idempotencyKey };
    const level = await trpc.inventory.adjust.mutate(input, { signal });
    onDone(`On hand of ${variant.title}: ${pieces.format(variant.onHand)} → ${pieces.format(level.onHand)}.`);
  });

  const reading = readStockForm(fields);
  const errors = isTried && 'errors' in reading ? reading.errors : {};

  return (
    <ChangeDialog
      title="Stock"
      subject={variant.title}
      action={MODES.find(({ value }) => value === fields.mode)?.action ?? ''}
      {...sending}
      onSend={() => {
        setTried(true);
        if ('change' in reading) void send(reading.change);
      }}
      onClose={onClose}
    >
      <Segments
        legend="What happened"
        options={MODES}
        chosen={fields.mode}
        onChoose={(mode) => setFields({ ...fields, mode })}
      />
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
      <StockPreview rows={rows} />
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
