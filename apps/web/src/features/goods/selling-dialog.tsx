'use client';
import type { AdminProduct } from '@holdfast/shared/contracts/catalog';
import { useState } from 'react';
import { trpc } from '../../api/client.ts';
import { ChangeDialog } from '../../desk/change-dialog.tsx';
import { useChange } from '../../desk/use-change.ts';
import { SellingFieldset } from './selling-fieldset.tsx';
import { isNoChange, readSellingForm, type SellingChange, type SellingFields } from './selling-form.ts';
import { isFinal, SettingsFailure, SettingsSkeleton } from './settings-states.tsx';
import { useStockSettings } from './use-stock-settings.ts';

type Props = {
  variant: AdminProduct['variants'][number];
  /** With what was changed, in words. */
  onDone: (message: string) => void;
  onClose: () => void;
};

const pieces = new Intl.NumberFormat('en');

/** How many of a variant may be sold beyond those on hand, from how many on it is low, and why. */
export function SellingDialog({ variant, onDone, onClose }: Props) {
  const { settings: before, code, readAgain } = useStockSettings(variant.id);
  const [typed, setTyped] = useState<Partial<SellingFields>>({});
  const [isTried, setTried] = useState(false);
  const { send, ...sending } = useChange(async (change: SellingChange, { idempotencyKey, signal }) => {
    const input = { ...change, variantId: variant.id, idempotencyKey };
    const { backOrderLimit, lowStockLevel } = await trpc.inventory.configure.mutate(input, { signal });
    onDone(
      `${variant.title}: back orders up to ${pieces.format(backOrderLimit)}, low stock at ${pieces.format(lowStockLevel)}.`,
    );
  });
  const dialog = { title: 'Selling beyond the stock', subject: variant.title, onClose };

  if (!before) {
    const isOver = code !== null && isFinal(code);
    return (
      <ChangeDialog
        {...dialog}
        action={code && !isOver ? 'Try again' : undefined}
        dismissal={isOver ? 'Close' : 'Cancel'}
        isSending={false}
        failure={null}
        onSend={readAgain}
      >
        {code ? <SettingsFailure code={code} /> : <SettingsSkeleton />}
      </ChangeDialog>
    );
  }

  const fields = {
    backOrderLimit: String(before.backOrderLimit),
    lowStockLevel: String(before.lowStockLevel),
    reason: '',
    ...typed,
  };
  const reading = readSellingForm(fields, before);
  const submit = () => {
    setTried(true);
    if (!('change' in reading)) return;
    if (isNoChange(reading.change) && !sending.failure) onClose();
    else void send(reading.change);
  };
  return (
    <ChangeDialog {...dialog} action="Set it" {...sending} onSend={submit}>
      <SellingFieldset
        variant={variant}
        fields={fields}
        errors={isTried && 'errors' in reading ? reading.errors : (sending.failure?.fields ?? {})}
        onChange={(change) => setTyped({ ...typed, ...change })}
      />
    </ChangeDialog>
  );
}
