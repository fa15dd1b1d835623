import { deriveServiceToken } from '@holdfast/commerce/infra/tokens';
import { standBefore } from '@holdfast/commerce/operations/testing-proxy';
import type { History, Snapshot } from '@holdfast/shared/contracts/operations';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { openTestApi, type TestApi } from '../testing.ts';
import { TestStream } from '../testing-stream.ts';

let api: TestApi;

beforeAll(async () => {
  api = await openTestApi(inject('stack'));
});
afterAll(() => api.close());

describe('the history', () => {
  test('is for operators', async () => {
    const { status, error } = await api.query('operations.history');
    expect([status, error?.data.code]).toEqual([401, 'UNAUTHENTICATED']);
  });

  test('is what was kept, and fits the contract', async () => {
    const operator = { headers: await api.asOperator() };
    const ask = () => api.query<History>('operations.history', undefined, operator);
    expect((await ask()).data).toEqual({ samples: [] });
    api.operations.keepHistory();
    await expect.poll(async () => (await ask()).data.samples.length, { timeout: 8_000 }).toBe(2);
    const { data: now } = await api.query<Snapshot>('operations.snapshot', undefined, operator);
    const [, sample] = (await ask()).data.samples;
    expect(Math.abs(Date.parse(now.at) - Date.parse(sample?.at ?? ''))).toBeLessThan(2_000);
    expect(sample).toMatchObject({ outboxPending: now.outbox.pending, ordersPerMinute: 0 });
  });
});

describe('a beat', () => {
  const beat = { id: 'web', role: 'web', pid: 42, uptimeMs: 5_000, rps: 3, p95Ms: null };
  const measured = { eventLoopLagMs: 1.5, rssBytes: 1_000 };
  const service = () => ({
    headers: { authorization: `Bearer ${deriveServiceToken(api.shop.appSecret)}` },
  });
  const nodes = async () => {
    const headers = await api.asOperator();
    const { data } = await api.query<Snapshot>('operations.snapshot', undefined, { headers });
    return data.nodes.filter(({ role }) => role === 'web');
  };

  test('is for parts of the shop, not for a person', async () => {
    const operator = { headers: await api.asOperator() };
    for (const who of [undefined, operator]) {
      const { status } = await api.mutate('operations.beat', { ...beat, ...measured }, who);
      expect(status).toBe(401);
    }
  });

  test('shows the process, until it leaves', async () => {
    const { status } = await api.mutate('operations.beat', { ...beat, ...measured }, service());
    expect(status).toBe(200);
    await expect
      .poll(nodes)
      .toEqual([expect.objectContaining({ id: 'web', pid: 42, state: 'up', rps: 3, ...measured })]);
    await api.mutate('operations.beat', { ...beat, ...measured, leaving: true }, service());
    await expect.poll(nodes).toEqual([]);
  });

  test('of another role is refused: only the web app has no database', async () => {
    const { error } = await api.mutate('operations.beat', { ...beat, ...measured, role: 'api' }, service());
    expect(error?.data.code).toBe('VALIDATION');
  });
});

test('while the primary is away the live figures go on and the history is unavailable', async () => {
  const stack = inject('stack');
  const primary = await standBefore(stack.adminUrl);
  const own = await openTestApi({ ...stack, adminUrl: primary.url }, { sessionCheckMs: 500 });
  const headers = await own.asOperator();
  const stream = await TestStream.open(`${own.url}/trpc/operations.live`, headers);
  const next = async () => JSON.parse((await stream.next())?.data ?? '') as Snapshot;
  const until = async (state: 'up' | 'down') => {
    for (let look = 0; look < 10; look += 1) {
      if ((await next()).database.primary.state === state) return;
    }
    throw new Error(`the primary was never shown as ${state}`);
  };
  await until('up');
  await primary.cut();
  await until('down');
  const { error } = await own.query('operations.history', undefined, { headers });
  expect(error?.data.code).toBe('UNAVAILABLE');
  for (let second = 0; second < 3; second += 1) {
    expect((await next()).orders.perMinute).toBeNull();
  }
  await primary.restore();
  await until('up');
  stream.close();
  await own.close();
  await primary.cut();
});
