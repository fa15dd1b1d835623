import { EventEmitter } from 'node:events';

/** One Ctrl-C may arrive several times: from the terminal, npm and our own launcher. */
const SAME_REQUEST_MS = 1_000;

/**
 * Turns signals, and the end of the launcher that started us, into stop requests: `first` to stop in good
 * order, `again` when someone has lost patience.
 */
export function listenForStop(): EventEmitter<{ first: []; again: [] }> {
  const requests = new EventEmitter<{ first: []; again: [] }>();
  let firstAt: number | undefined;
  const onRequest = () => {
    if (firstAt === undefined) {
      firstAt = performance.now();
      requests.emit('first');
    } else if (performance.now() - firstAt > SAME_REQUEST_MS) {
      requests.emit('again');
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, onRequest);
  process.once('disconnect', onRequest);
  return requests;
}
