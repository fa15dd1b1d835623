'use client';
import type { AdminProduct } from '@holdfast/shared/contracts/catalog';
import { useState } from 'react';
import { trpc } from '../../api/client.ts';
import { ChangeDialog } from '../../desk/change-dialog.tsx';
import { useChange } from '../../desk/use-change.ts';
import { TextField } from '../../ui/field.tsx';
import { formatMoney } from '../market/format-money.ts';
import { writeDecimal } from '../market/write-decimal.ts';
import { isBigStep, type PriceChange, type PriceFields, readPriceForm } from './price-form.ts';

type Variant = AdminProduct['variants'][number];

type Props = {
  variant: Variant;
  currency: string;
  /** With what was changed, in words. */
  onDone: (message: string) => void;
  onClose: () => void;
};

const percent = new Intl.NumberFormat('en', {
  style: 'percent',
  signDisplay: 'exceptZero',
  maximumFractionDigits: 1,
});

/** The price of a variant in one currency, and its former price. */
export function PriceDialog({ variant, currency, onDone, onClose }: Props) {
  const before = variant.prices.find(({ price }) => price.currency === currency);
  const [fields, setFields] = useState<PriceFields>({
    price: before ? writeDecimal(before.price.amount, currency) : '',
    compareAt: before?.compareAt ? writeDecimal(before.compareAt.amount, currency) : '',
  });
  const [isTried, setTried] = useState(false);
  const reading = readPriceForm(fields, currency);
  const change = 'change' in reading ? reading.change : null;
  const errors = isTried && 'errors' in reading ? reading.errors : {};
  const show = (amount: number | null | undefined) =>
    amount == null ? 'none' : formatMoney({ amount, currency }, 'en');
  const was = before?.price.amount;
  const wasCompareAt = before?.compareAt?.amount ?? null;
  const isSame = change?.amount === was && change?.compareAt === wasCompareAt;

  const { send, ...sending } = useChange(async (next: PriceChange, { signal }) => {
    await trpc.catalog.admin.setPrice.mutate({ variantId: variant.id, currency, ...next }, { signal });
    onDone(`Price of ${variant.title} changed: ${show(was)} → ${show(next.amount)}.`);
  });
  const submit = () => {
    setTried(true);
    if (!change) return;
    if (isSame && !sending.failure) onClose();
    else void send(change);
  };
  const write = (name: keyof PriceFields) => (event: { target: { value: string } }) =>
    setFields({ ...fields, [name]: event.target.value });
  const input = {
    inputMode: 'decimal',
    autoComplete: 'off',
    className: 'font-figures tabular-nums',
  } as const;
  return (
    <ChangeDialog
      title={`Price in ${currency}`}
      subject={variant.title}
      action={change && !isSame ? `Change to ${show(change.amount)}` : 'Change the price'}
      {...sending}
      onSend={submit}
      onClose={onClose}
    >
      <TextField
        label="Price"
        value={fields.price}
        onChange={write('price')}
        error={errors.price}
        {...input}
      />
      <TextField
        label="Former price"
        optional="shown struck out"
        value={fields.compareAt}
        onChange={write('compareAt')}
        error={errors.compareAt}
        {...input}
      />
      <dl
        aria-live="polite"
        className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded-md bg-sunken px-3 py-2 text-sm tabular-nums"
      >
        <dt className="text-ink-soft">Price</dt>
        <dd className="text-end font-figures">
          {show(was)} → {change ? show(change.amount) : '…'}
          {change && was !== undefined && was > 0 && ` (${percent.format(change.amount / was - 1)})`}
        </dd>
        <dt className="text-ink-soft">Former price</dt>
        <dd className="text-end font-figures">
          {show(wasCompareAt)} → {change ? show(change.compareAt) : '…'}
        </dd>
      </dl>
      {change && was !== undefined && isBigStep(was, change.amount) && (
        <p className="text-sm font-medium text-warning">
          That is more than twice, or less than half, of what it was. Look at it once more.
        </p>
      )}
    </ChangeDialog>
  );
}
