import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectOperator, eventually, type ShopClient } from './client.ts';
import { readFromNow, type Snapshot } from './operator.ts';
import { readPid } from './sources.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

const AWAY_MS = 6_000;
/** In seconds. On a busy machine one may be told late or not at all; all the time away would be longer. */
const LONGEST_PAUSE = 4;

let running: RunningShop;
let operator: ShopClient;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  operator = await connectOperator(running.apiUrl, running.env);
});

afterAll(async () => {
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

describe('the history outlives', () => {
  type Sample = Awaited<ReturnType<typeof samples>>[number];
  const samples = async () => (await operator.operations.history.query()).samples;
  const secondOf = ({ at }: { at: string }) => Math.floor(Date.parse(at) / 1_000);

  /**
   * Has a part hang and then die, and looks until seconds from after its return are told; then all of them, with the
   * longest pause between two since it hung. One that is only killed is back before anybody would miss what was not told.
   */
  async function historyAfter(part: string, isBack: (now: Snapshot) => boolean) {
    const killed = readPid(running, part);
    const before = await samples();
    process.kill(killed, 'SIGSTOP');
    await delay(AWAY_MS);
    process.kill(killed, 'SIGKILL');
    await eventually(
      async () => running.pids()[part],
      (pid) => pid !== undefined && pid !== killed,
      30_000,
    );
    const back = await readFromNow(operator, isBack);
    const after = await eventually(samples, (each) => (each.at(-1)?.at ?? '') > back.at, 30_000);
    const newest = secondOf(before.at(-1) ?? back);
    const since = after.map(secondOf).filter((second) => second >= newest - 10);
    const pauses = since.slice(1).map((second, index) => second - (since[index] ?? 0));
    return { before, after, longestPause: Math.max(...pauses) };
  }

  function expectAllKept(before: { at: string }[], after: { at: string }[]): void {
    const kept = new Set(after.map(({ at }) => at));
    const oldest = Date.now() - 14 * 60_000;
    expect(before.filter(({ at }) => Date.parse(at) > oldest && !kept.has(at))).toEqual([]);
  }

  it('the death of Redis, and tells that time too', async () => {
    // First it hangs, or it would be back before a second has passed.
    process.kill(readPid(running, 'redis-queue'), 'SIGSTOP');
    const isUnknown = ({ queues }: Sample) => queues.every(({ waiting }) => waiting === null);
    await eventually(samples, (each) => each.filter(isUnknown).length >= 2, 30_000);
    const { before, after, longestPause } = await historyAfter('redis-queue', ({ redis }) =>
      redis.every(({ state }) => state === 'up'),
    );
    expectAllKept(before, after);
    expect(longestPause).toBeLessThanOrEqual(LONGEST_PAUSE);
  });

  it('a new start of every API process', async () => {
    const before = await samples();
    for (const part of ['api-1', 'api-2']) {
      const { longestPause } = await historyAfter(part, ({ nodes }) =>
        nodes.every(({ state }) => state === 'up'),
      );
      // The other one tells meanwhile.
      expect(longestPause).toBeLessThanOrEqual(LONGEST_PAUSE);
    }
    expectAllKept(before, await samples());
  });

  it('the crash of the primary, the last commits before it included', async () => {
    const { before, after, longestPause } = await historyAfter(
      'postgres',
      ({ database }) => database.primary.state === 'up',
    );
    expectAllKept(before, after);
    expect(longestPause).toBeLessThanOrEqual(LONGEST_PAUSE);
  });
});
