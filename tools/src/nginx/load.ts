/** Requests that follow each other on several connections until they are stopped. */
export type Load = {
  answered(): number;
  failures: Error[];
  /** Resolves when so many more have been answered. */
  more(count: number): Promise<void>;
  /** Resolves when the last one has its answer. */
  stop(): Promise<void>;
};

/** Each of the `connections` calls `ask` again and again; it fails by throwing. */
export function startLoad(connections: number, ask: () => Promise<unknown>): Load {
  let answered = 0;
  const stopping = new AbortController();
  const failures: Error[] = [];
  const waiting = new Set<{ at: number; resolve: () => void }>();
  const work = async () => {
    while (!stopping.signal.aborted) {
      await ask().then(
        () => (answered += 1),
        (error) => failures.push(error as Error),
      );
      for (const one of waiting) {
        if (answered < one.at) continue;
        waiting.delete(one);
        one.resolve();
      }
    }
  };
  const working = Promise.all(Array.from({ length: connections }, work));
  return {
    answered: () => answered,
    failures,
    more: (count) => new Promise((resolve) => waiting.add({ at: answered + count, resolve })),
    stop: async () => {
      stopping.abort();
      await working;
    },
  };
}
