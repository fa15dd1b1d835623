'use client';
import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { useState } from 'react';
import { ChangeDialog, type FinalFocus } from '../../desk/change-dialog.tsx';
import { type Call, useChange } from '../../desk/use-change.ts';
import { useHeld } from '../../desk/use-held.ts';
import type { ButtonKind } from '../../ui/button.tsx';
import { ReasonField } from './reason-field.tsx';

export type OrderDialogProps = {
  order: AdminOrder;
  /** With the order as it is now, and what was done in words. */
  onDone: (order: AdminOrder, message: string) => void;
  onClose: () => void;
  finalFocus: FinalFocus;
};

type Props = OrderDialogProps & {
  title: string;
  /** What the main button says. */
  action: string;
  actionKind?: ButtonKind;
  /** What will happen, a sentence each. */
  effects: string[];
  /** What the reason often is; without it none is asked for. */
  reasons?: string[];
  /** Asks the API to do it. */
  ask: (reason: string, call: Call) => Promise<AdminOrder>;
  /** What was done, in words. */
  done: string;
};

/** Says what will happen to an order, and does it when a person still wants it. */
export function ConfirmDialog({ order, effects, reasons, ask, done, onDone, ...dialog }: Props) {
  const [reason, setReason] = useState('');
  const [isTried, setTried] = useState(false);
  const { send, ...sending } = useChange(async (why: string, call) => onDone(await ask(why, call), done));
  const shown = useHeld(effects, sending.isLocked);
  const isMissing = reasons !== undefined && reason.trim() === '';
  return (
    <ChangeDialog
      subject={`Order ${order.number}`}
      dismissal="Leave it"
      {...dialog}
      {...sending}
      onSend={() => {
        setTried(true);
        if (!isMissing) void send(reason.trim());
      }}
    >
      <ul className="grid gap-1 rounded-md bg-sunken px-3 py-2 text-sm">
        {shown.map((effect) => (
          <li key={effect}>{effect}</li>
        ))}
      </ul>
      {reasons && (
        <ReasonField
          value={reason}
          suggestions={reasons}
          error={
            isTried && isMissing ? 'Say why: it is kept with the order.' : sending.failure?.fields.reason
          }
          onChange={setReason}
        />
      )}
    </ChangeDialog>
  );
}
