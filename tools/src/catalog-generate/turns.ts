/** What is done between `begun` and `end` is done by nobody else meanwhile. Who has nothing to do ends the turn without waiting. */
export type Turn = { begun: Promise<void>; end: () => void };

/** Gives turns, which begin in the order in which they are taken, each when the one before has ended. */
export function makeTurns(): () => Turn {
  let last = Promise.resolve();
  return () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    const turn = { begun: last, end: resolve };
    last = last.then(() => promise);
    return turn;
  };
}
