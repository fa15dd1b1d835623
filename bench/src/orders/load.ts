import { percentile } from './figures.ts';

export type Load = { count: number; concurrency: number };

export type Done<T> = {
  /** In the order in which they came. */
  answers: T[];
  /** How long each took, in ms. */
  times: number[];
  /** From the first to the end of the last. */
  seconds: number;
};

/** Does the task `count` times, `concurrency` at a time: whoever has an answer begins the next one at once. */
export async function runLoad<T>(
  { count, concurrency }: Load,
  task: (index: number) => Promise<T>,
): Promise<Done<T>> {
  const answers: T[] = [];
  const times: number[] = [];
  let next = 0;
  const begun = performance.now();
  const work = async () => {
    while (next < count) {
      const sent = performance.now();
      answers.push(await task(next++));
      times.push(performance.now() - sent);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, work));
  return { answers, times, seconds: (performance.now() - begun) / 1_000 };
}

/** What one round has shown: how many a second, and how long a caller waited, in ms. */
export type Round = { perSecond: number; p50: number; p99: number };

export function roundOf(times: number[], seconds: number): Round {
  return { perSecond: times.length / seconds, p50: percentile(times, 0.5), p99: percentile(times, 0.99) };
}
