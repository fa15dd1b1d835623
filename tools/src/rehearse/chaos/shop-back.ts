import type { Call, Fault } from '../../checker/history.ts';

const isKillOfPrimary = ({ kind, part }: Fault) => kind === 'kill' && part === 'postgres';

function isAcknowledged({ procedure, answer }: Call): boolean {
  if (procedure !== 'orders.place' || answer.kind !== 'ok') return false;
  return (answer.data as { status: string }).status === 'placed';
}

/**
 * For each kill of the primary the ms until an order that was sent after it was acknowledged; null when none was. One that
 * was sent before may have been written before.
 */
export function shopBackAfter({ faults, calls }: { faults: Fault[]; calls: Call[] }): (number | null)[] {
  const acknowledged = calls.filter(isAcknowledged);
  return faults.filter(isKillOfPrimary).map(({ from: killedAt }) => {
    const answers = acknowledged.filter(({ from }) => from >= killedAt).map(({ to }) => to);
    return answers.length === 0 ? null : Math.min(...answers) - killedAt;
  });
}
