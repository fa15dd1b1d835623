'use client';
import type { AdminProduct } from '@holdfast/shared/contracts/catalog';
import { useState } from 'react';
import { trpc } from '../../api/client.ts';
import { TextField } from '../../ui/field.tsx';
import { formatMoney } from '../market/format-money.ts';
import { ChangeDialog } from './change-dialog.tsx';
import { type ChangeFailure, describeFailure } from './change-failure.ts';
import { isBigStep, type PriceFields, readPriceForm, writeDecimal } from './price-form.ts';

type Variant = AdminProduct['variants'][number];

type Props = {
  variant: Variant;
  currency: string;
  /** With what was changed, in words. */
  onDone: (message: string) => void;
  onClose: () => void;
};

const TIMEOUT_MS = 15_000;
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
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<ChangeFailure | null>(null);

  const reading = readPriceForm(fields, currency);
  const change = 'change' in reading ? reading.change : null;
  const errors = isTried && 'errors' in reading ? reading.errors : {};
  const show = (amount: number | null | undefined) =>
    amount == null ? 'none' : formatMoney({ amount, currency }, 'en');
  const was = before?.price.amount;
  const wasCompareAt = before?.compareAt?.amount ?? null;
  const isSame = change?.amount === was && change?.compareAt === wasCompareAt;

  async function send() {
    setTried(true);
    if (!change) return;
    if (isSame && !failure) {
      onClose();
      return;
    }
    setSending(true);
    setFailure(null);
    try {
      await trpc.catalog.admin.setPrice.mutate(
        { variantId: variant.id, currency, ...change },
        { signal: AbortSignal.timeout(TIMEOUT_MS) },
      );
      onDone(`Price of ${variant.title} changed: ${show(was)} → ${show(change.amount)}.`);
    } catch (error) {
      setFailure(describeFailure(error, failure?.isUnanswered));
    } finally {
      setSending(false);
    }
  }

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
      isSending={isSending}
      failure={failure}
      onSend={() => void send()}
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
