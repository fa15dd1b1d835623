'use client';
import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { useId } from 'react';
import { Segments } from '../../desk/segments.tsx';
import { TextField } from '../../ui/field.tsx';
import { formatMoney } from '../market/format-money.ts';
import { leftToRefund } from './pieces.ts';
import { PiecesFields } from './pieces-fields.tsx';
import { ReasonField } from './reason-field.tsx';
import {
  chosenPieces,
  type RefundErrors,
  type RefundFields,
  type RefundMode,
  splitPieces,
} from './refund-form.ts';

const MODES: { value: RefundMode; label: string }[] = [
  { value: 'rest', label: 'All that is left' },
  { value: 'lines', label: 'Some pieces' },
  { value: 'amount', label: 'An amount' },
];
const REASONS = ['Returned', 'Damaged on the way', 'Never arrived', 'Out of stock', 'Goodwill'];

type Props = {
  fields: RefundFields;
  order: AdminOrder;
  errors: RefundErrors;
  onChange: (fields: RefundFields) => void;
};

/** What is given back, and why. */
export function RefundFieldset({ fields, order, errors, onChange }: Props) {
  const { mode } = fields;
  const { refundable } = order.actions;
  const change = (part: Partial<RefundFields>) => onChange({ ...fields, ...part });
  return (
    <>
      <Segments
        legend="Give back"
        options={MODES}
        chosen={mode}
        onChoose={(value) => change({ mode: value })}
      />
      {mode === 'rest' && (
        <p className="text-sm">
          {formatMoney(refundable, 'en')}, shipping included. What has not left will not be sent.
        </p>
      )}
      {mode === 'lines' && (
        <PiecesFields
          legend="Pieces to refund"
          lines={order.lines}
          left={leftToRefund}
          written={fields.pieces}
          errors={errors.pieces}
          onChange={(pieces) => change({ pieces })}
        />
      )}
      {mode === 'amount' && (
        <TextField
          label={`Amount in ${refundable.currency}`}
          value={fields.amount}
          onChange={({ target }) => change({ amount: target.value })}
          error={errors.amount}
          hint={`At most ${formatMoney(refundable, 'en')}. No goods move.`}
          inputMode="decimal"
          autoComplete="off"
          className="font-figures tabular-nums"
        />
      )}
      {splitPieces(chosenPieces(fields, order), order).left > 0 && (
        <RestockField isChecked={fields.restock} onChange={(restock) => change({ restock })} />
      )}
      <ReasonField
        value={fields.reason}
        suggestions={REASONS}
        error={errors.reason}
        onChange={(reason) => change({ reason })}
      />
    </>
  );
}

type RestockProps = { isChecked: boolean; onChange: (isChecked: boolean) => void };

function RestockField({ isChecked, onChange }: RestockProps) {
  const id = useId();
  return (
    <div className="grid grid-cols-[auto_1fr] items-center gap-x-3">
      <input
        id={id}
        type="checkbox"
        checked={isChecked}
        onChange={({ target }) => onChange(target.checked)}
        aria-describedby={`${id}-note`}
        className="size-5 accent-kelp"
      />
      <label htmlFor={id} className="flex min-h-11 cursor-pointer items-center text-sm font-medium">
        What had left is back and goes on the shelf
      </label>
      <p id={`${id}-note`} className="col-start-2 -mt-1.5 text-sm text-ink-soft">
        Otherwise it counts as gone. What has not left is on sale again in any case.
      </p>
    </div>
  );
}
