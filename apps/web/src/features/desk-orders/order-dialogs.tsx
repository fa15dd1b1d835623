'use client';
import type { AttentionChoice } from '@holdfast/shared/order-attention';
import type { ReactNode } from 'react';
import { trpc } from '../../api/client.ts';
import { attentionWords } from './attention-words.ts';
import { ConfirmDialog, type OrderDialogProps } from './confirm-dialog.tsx';
import { FulfilDialog } from './fulfil-dialog.tsx';
import { type ActionName, cancelEffects } from './order-actions.ts';
import { RefundDialog } from './refund-dialog.tsx';

/** What an operator is about to do with an order. */
export type Intention = { action: ActionName } | { choice: AttentionChoice; reason: string };

type Props = OrderDialogProps & { intention: Intention };

/** The dialog of what an operator is about to do. */
export function OrderDialog({ intention, ...dialog }: Props) {
  if ('choice' in intention) return <ResolveDialog {...intention} {...dialog} />;
  const Dialog = DIALOGS[intention.action];
  return <Dialog {...dialog} />;
}

const DIALOGS: Record<ActionName, (dialog: OrderDialogProps) => ReactNode> = {
  fulfil: FulfilDialog,
  deliver: DeliverDialog,
  refund: RefundDialog,
  cancel: CancelDialog,
};

function CancelDialog(dialog: OrderDialogProps) {
  const { number } = dialog.order;
  return (
    <ConfirmDialog
      title="Cancel this order?"
      action="Cancel the order"
      actionKind="danger"
      effects={cancelEffects(dialog.order)}
      reasons={['Asked for by the customer', 'Out of stock', 'Suspected fraud', 'Placed by mistake']}
      ask={(reason, { idempotencyKey, signal }) =>
        trpc.orders.admin.cancel.mutate({ number, reason, idempotencyKey }, { signal })
      }
      done="Order cancelled."
      {...dialog}
    />
  );
}

function DeliverDialog(dialog: OrderDialogProps) {
  const { number } = dialog.order;
  return (
    <ConfirmDialog
      title="Mark as delivered?"
      action="Mark as delivered"
      effects={['The customer’s page says that everything has arrived.']}
      ask={(_reason, { idempotencyKey, signal }) =>
        trpc.orders.admin.deliver.mutate({ number, idempotencyKey }, { signal })
      }
      done="Marked as delivered."
      {...dialog}
    />
  );
}

type ResolveProps = OrderDialogProps & { choice: AttentionChoice; reason: string };

function ResolveDialog({ choice, reason: attention, ...dialog }: ResolveProps) {
  const { number } = dialog.order;
  const words = attentionWords(attention).choices[choice];
  if (!words) return null;
  return (
    <ConfirmDialog
      title={`${words.label}?`}
      action={words.label}
      actionKind={choice === 'cancel_order' ? 'danger' : 'primary'}
      effects={[words.effect]}
      reasons={[]}
      ask={(reason, { idempotencyKey, signal }) =>
        trpc.orders.admin.resolve.mutate({ number, choice, reason, idempotencyKey }, { signal })
      }
      done={`Decided: ${words.label.toLowerCase()}.`}
      {...dialog}
    />
  );
}
