'use client';
import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { useId } from 'react';
import { Button, type ButtonKind } from '../../ui/button.tsx';
import { ACTION_LABELS, ACTIONS, type ActionName, whyNot } from './order-actions.ts';

type Props = { order: AdminOrder; onStart: (action: ActionName) => void };

/** What can be done with the order, and why the rest of it cannot. */
export function ActionBar({ order, onStart }: Props) {
  const id = useId();
  const obstacles = ACTIONS.map((action) => ({ action, why: whyNot(order, action) }));
  const next = obstacles.find(({ why }) => why === null)?.action;
  const blocked = obstacles.filter(({ why }) => why !== null);
  return (
    <section aria-label="What you can do" className="grid gap-2">
      <div className="grid grid-cols-2 gap-2 md:flex md:flex-wrap">
        {obstacles.map(({ action, why }) => (
          <Button
            key={action}
            kind={kindOf(action, next)}
            aria-disabled={why !== null}
            aria-describedby={why === null ? undefined : `${id}-${action}`}
            onClick={() => why === null && onStart(action)}
            className="px-4! text-sm! aria-disabled:cursor-not-allowed md:min-h-9!"
          >
            {ACTION_LABELS[action]}
          </Button>
        ))}
      </div>
      {blocked.length > 0 && (
        <ul className="flex flex-wrap gap-x-5 gap-y-0.5 text-xs text-ink-soft">
          {blocked.map(({ action, why }) => (
            <li key={action}>
              {ACTION_LABELS[action]}: <span id={`${id}-${action}`}>{why}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The next step of the order's way is the one primary action. */
function kindOf(action: ActionName, next: ActionName | undefined): ButtonKind {
  return action === next && (action === 'fulfil' || action === 'deliver') ? 'primary' : 'secondary';
}
