import type { Call, Fault } from '../../checker/history.ts';

/**
 * After a kill of the primary: the ms until an order that was sent after it was acknowledged, and whether the primary met
 * another fault before that; or that no order was sent any more; or that none of those sent was acknowledged.
 */
export type ShopBack = { ms: number; isHitAgain: boolean } | 'none sent' | 'none acknowledged';

const isOfPrimary = ({ part }: Fault) => part === 'postgres';

/** An order that was answered and not placed, because something was sold out for instance, says nothing of the primary. */
function mayBeAcknowledged({ procedure, answer }: Call): boolean {
  return procedure === 'orders.place' && (answer.kind !== 'ok' || isPlaced(answer.data));
}

function isPlaced(data: unknown): boolean {
  return (data as { status: string }).status === 'placed';
}

/** Of each kill of the primary. An order that was sent before it may have been written before. */
export function shopBackAfter({ faults, calls }: { faults: Fault[]; calls: Call[] }): ShopBack[] {
  const placing = calls.filter(mayBeAcknowledged);
  const ofPrimary = faults.filter(isOfPrimary);
  return ofPrimary
    .filter(({ kind }) => kind === 'kill')
    .map((kill) => {
      const sent = placing.filter(({ from }) => from >= kill.from);
      const answers = sent.filter(({ answer }) => answer.kind === 'ok').map(({ to }) => to);
      if (sent.length === 0) return 'none sent';
      if (answers.length === 0) return 'none acknowledged';
      const backAt = Math.min(...answers);
      const isHitAgain = ofPrimary.some(
        (other) => other !== kill && other.from < backAt && other.to > kill.from,
      );
      return { ms: backAt - kill.from, isHitAgain };
    });
}
