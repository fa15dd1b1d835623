import type { Call, Fault } from '../../checker/history.ts';

/**
 * After a kill of the primary: the ms until an order that was sent after it was acknowledged; or that none was sent any
 * more; or that none of those sent was acknowledged.
 */
export type ShopBack = number | 'none sent' | 'none acknowledged';

const isKillOfPrimary = ({ kind, part }: Fault) => kind === 'kill' && part === 'postgres';

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
  return faults.filter(isKillOfPrimary).map(({ from: killedAt }) => {
    const sent = placing.filter(({ from }) => from >= killedAt);
    const answers = sent.filter(({ answer }) => answer.kind === 'ok').map(({ to }) => to);
    if (sent.length === 0) return 'none sent';
    return answers.length === 0 ? 'none acknowledged' : Math.min(...answers) - killedAt;
  });
}
