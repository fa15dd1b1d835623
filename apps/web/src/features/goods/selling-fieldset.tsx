import type { AdminProduct } from '@holdfast/shared/contracts/catalog';
import { useEffect, useRef } from 'react';
import { TextField } from '../../ui/field.tsx';
import type { SellingErrors, SellingFields } from './selling-form.ts';
import { readCount } from './stock-form.ts';
import { StockPreview } from './stock-preview.tsx';

type Variant = AdminProduct['variants'][number];

type Props = {
  variant: Variant;
  fields: SellingFields;
  errors: SellingErrors;
  onChange: (change: Partial<SellingFields>) => void;
};

const REASONS = [
  'Delivery is on its way',
  'Made to order',
  'No longer delivered',
  'Sells faster',
  'Sells slower',
];

const pieces = new Intl.NumberFormat('en');

/** Both settings of a variant's stock, the reason, and what can be sold then. */
export function SellingFieldset({ variant, fields, errors, onChange }: Props) {
  const count = {
    inputMode: 'numeric',
    autoComplete: 'off',
    className: 'font-figures tabular-nums',
  } as const;
  const box = useRef<HTMLDivElement>(null);
  // The fields come after the dialog has opened, with the focus on its only button.
  useEffect(() => box.current?.querySelector('input')?.focus(), []);
  return (
    <div ref={box} className="contents">
      <TextField
        label="Back orders up to"
        value={fields.backOrderLimit}
        onChange={({ target }) => onChange({ backOrderLimit: target.value })}
        error={errors.backOrderLimit}
        hint="Pieces that may be sold beyond those on hand."
        {...count}
      />
      <TextField
        label="Low stock at"
        value={fields.lowStockLevel}
        onChange={({ target }) => onChange({ lowStockLevel: target.value })}
        error={errors.lowStockLevel}
        hint="Shoppers read “low stock” at so many, or fewer."
        {...count}
      />
      <TextField
        label="Reason"
        value={fields.reason}
        onChange={({ target }) => onChange({ reason: target.value })}
        error={errors.reason}
        hint="Kept in the shop's log."
        maxLength={200}
        list="selling-reasons"
        dir="auto"
        autoComplete="off"
      />
      <datalist id="selling-reasons">
        {REASONS.map((reason) => (
          <option key={reason}>{reason}</option>
        ))}
      </datalist>
      <Preview
        variant={variant}
        limit={readCount(fields.backOrderLimit)}
        level={readCount(fields.lowStockLevel)}
      />
    </div>
  );
}

type PreviewProps = { variant: Variant; limit: number | string; level: number | string };

/** What could be sold of the stock as this page last saw it. */
function Preview({ variant, limit, level }: PreviewProps) {
  const { onHand, allocated, available } = variant;
  const left = onHand - allocated;
  const next = typeof limit === 'number' ? left + limit : null;
  const isLow = typeof level === 'number' && left > 0 && left <= level;
  return (
    <>
      <StockPreview
        rows={[
          { label: 'On hand', now: onHand, next: onHand },
          { label: 'Promised to orders', now: allocated, next: allocated },
          { label: 'To sell', now: available, next },
        ]}
      />
      {isLow && <p className="text-sm">With {pieces.format(left)} left it is low.</p>}
      {next !== null && next < 0 && (
        <p className="text-sm font-medium text-warning">
          {pieces.format(-left)} are promised beyond the stock already.
        </p>
      )}
    </>
  );
}
