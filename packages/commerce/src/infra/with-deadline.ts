/**
 * Gives work up after `ms`, whether it listens to its signal or not; what does not may still finish later.
 *
 * @throws DOMException TimeoutError
 */
export async function withDeadline<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const signal = AbortSignal.timeout(ms);
  const timedOut = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  return Promise.race([work(signal), timedOut]);
}
