/**
 * Places where a crash could leave an order half done: around the commits and the calls to somebody outside. A test goes
 * through all of them.
 */
export const FAULT_POINTS = [
  'place: before commit',
  'place: after commit',
  'relay: claimed',
  'relay: sent',
  'authorize: before call',
  'authorize: after call',
  'authorize: after commit',
  'capture: before call',
  'capture: after call',
  'capture: after commit',
  'cancel: before call',
  'cancel: after call',
  'cancel: after commit',
  'refund: before call',
  'refund: after call',
  'refund: after commit',
  'confirm: before call',
  'confirm: after call',
  'confirm: after commit',
  'webhook: after call',
  'webhook: after commit',
] as const;

export type FaultPoint = (typeof FAULT_POINTS)[number];

/** Of one process, for its whole life; nothing sets it but tests. */
const ARMED = process.env.FAULT_POINT;

/** Ends this process at once, as a power cut would, when `FAULT_POINT` names this place. */
export function faultPoint(name: FaultPoint): void {
  if (ARMED === name) process.kill(process.pid, 'SIGKILL');
}
