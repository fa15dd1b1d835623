import { percentile } from './figures.ts';

export type Load = { count: number; concurrency: number };

export type Done<T> = {
  /** One of each task, in their order, as are the times. */
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
  const answers = new Array<T>(count);
  const times = new Array<number>(count);
  let next = 0;
  const begun = performance.now();
  const work = async () => {
    while (next < count) {
      const sent = performance.now();
      const index = next++;
      answers[index] = await task(index);
      times[index] = performance.now() - sent;
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
