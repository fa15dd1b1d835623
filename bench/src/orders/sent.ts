import { setTimeout as delay } from 'node:timers/promises';
import { checkoutCost } from '@holdfast/e2e/checkout-cost';
import { CommandMeter } from '@holdfast/e2e/command-meter';
import type { StatementMeter } from '@holdfast/e2e/statement-meter';
import { type Bench, checkOutAll } from './checkouts.ts';
import { type CpuMs, cpuDuring } from '../common/cpu-time.ts';
import type { Load } from '../common/load.ts';

/** What a whole checkout sends beyond what an idle shop sends in the same time. */
export type SentPerCheckout = { concurrency: number; sql: number; redis: number; parts: string };

/** Counting slows Redis down, so it is done apart from what is timed. */
export async function countSent(
  { bench, statements }: { bench: Bench; statements: StatementMeter },
  load: Load,
  variants: string[],
): Promise<SentPerCheckout> {
  const { REDIS_URL = '', CACHE_REDIS_URL = '' } = bench.shop.env;
  const commands = [new CommandMeter('queue', REDIS_URL), new CommandMeter('cache', CACHE_REDIS_URL)];
  await Promise.all(commands.map((meter) => meter.connect()));
  const countDuring = async (work: () => Promise<unknown>) => {
    await statements.restart();
    for (const meter of commands) meter.restart();
    await work();
    return { sql: await statements.read(), redis: commands.flatMap((meter) => meter.read()) };
  };
  try {
    const begun = performance.now();
    const busy = await countDuring(() => checkOutAll(bench, load, variants));
    const ms = performance.now() - begun;
    const idle = await countDuring(() => delay(ms));
    const sql = checkoutCost(busy.sql, idle.sql, load.count);
    const redis = checkoutCost(busy.redis, idle.redis, load.count);
    return {
      concurrency: load.concurrency,
      sql: sql.perCheckout,
      redis: redis.perCheckout,
      parts: `${sql.table}\n${redis.table}`,
    };
  } finally {
    for (const meter of commands) meter.close();
  }
}

/** What each part takes of the processors while nobody is there, in ms each second. */
export async function measureIdle({ shop }: Bench, seconds: number): Promise<CpuMs> {
  const { cpuMs } = await cpuDuring(shop.pids(), () => delay(seconds * 1_000));
  return Object.fromEntries(Object.entries(cpuMs).map(([part, ms]) => [part, ms / seconds]));
}
