'use client';
import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { useState } from 'react';
import { trpc } from '../../api/client.ts';
import { ChangeDialog } from '../../desk/change-dialog.tsx';
import { useChange } from '../../desk/use-change.ts';
import { useHeld } from '../../desk/use-held.ts';
import { TextField } from '../../ui/field.tsx';
import { formatMoney } from '../market/format-money.ts';
import type { OrderDialogProps } from './confirm-dialog.tsx';
import { countWords, type LinePieces, leftToSend, readPieces, sumOf, writeAll } from './pieces.ts';
import { PiecesFields } from './pieces-fields.tsx';

const CARRIERS = ['Israel Post', 'DHL', 'FedEx', 'UPS'];

type Parcel = { lines: LinePieces[]; carrier?: string; trackingId?: string };

/** A parcel that leaves: which pieces are in it, who carries it and under which number. */
export function FulfilDialog({ order, onDone, ...dialog }: OrderDialogProps) {
  const [written, setWritten] = useState(() => writeAll(order.lines, leftToSend));
  const [carrier, setCarrier] = useState('');
  const [trackingId, setTrackingId] = useState('');
  const [isTried, setTried] = useState(false);
  const { send, ...sending } = useChange(async (parcel: Parcel, { idempotencyKey, signal }) => {
    const input = { number: order.number, idempotencyKey, ...parcel };
    const after = await trpc.orders.admin.fulfil.mutate(input, { signal });
    onDone(after, `${countWords(sumOf(parcel.lines))} sent.`);
  });

  const { lines, payments } = useHeld(order, sending.isLocked);
  const reading = readPieces(lines, written, leftToSend);
  const pieces = 'pieces' in reading ? reading.pieces : null;
  const errors = isTried && 'errors' in reading ? reading.errors : undefined;
  const submit = () => {
    setTried(true);
    if (!pieces) return;
    void send({
      lines: pieces,
      ...(carrier.trim() && { carrier: carrier.trim() }),
      ...(trackingId.trim() && { trackingId: trackingId.trim() }),
    });
  };
  return (
    <ChangeDialog
      title="Send goods"
      subject={`Order ${order.number}`}
      action={pieces ? `Send ${countWords(sumOf(pieces))}` : 'Send'}
      {...dialog}
      {...sending}
      onSend={submit}
    >
      <PiecesFields
        legend="In this parcel"
        lines={lines}
        left={leftToSend}
        written={written}
        errors={errors}
        onChange={setWritten}
      />
      <TextField
        label="Carrier"
        optional="optional"
        value={carrier}
        onChange={({ target }) => setCarrier(target.value)}
        error={sending.failure?.fields.carrier}
        maxLength={100}
        list="carriers"
        autoComplete="off"
      />
      <datalist id="carriers">
        {CARRIERS.map((name) => (
          <option key={name}>{name}</option>
        ))}
      </datalist>
      <TextField
        label="Tracking number"
        optional="optional"
        value={trackingId}
        onChange={({ target }) => setTrackingId(target.value)}
        error={sending.failure?.fields.trackingId}
        hint="The customer sees both on the order’s page."
        maxLength={100}
        autoComplete="off"
        className="font-figures"
      />
      <CaptureNote payments={payments} />
    </ChangeDialog>
  );
}

/** Money that is taken only when goods leave. */
function CaptureNote({ payments }: Pick<AdminOrder, 'payments'>) {
  const payment = payments.find(
    ({ state, capture }) => state === 'authorized' && capture === 'on_fulfilment',
  );
  if (!payment) return null;
  return (
    <p className="rounded-md bg-sunken px-3 py-2 text-sm">
      {formatMoney(payment.amount, 'en')} are reserved. They are taken when the goods are sent.
    </p>
  );
}
