import { expect, it } from 'vitest';
import type { Answer, Call, HistoryEntry } from '../../checker/history.ts';
import { summarise } from './summarise.ts';

const BEGIN = 1_800_000_000_000;
const START: HistoryEntry = { type: 'start', rehearsal: 'rush', seed: 7, at: BEGIN };
const OK: Answer = { kind: 'ok', data: {} };
const placed = (number: string): Answer => ({
  kind: 'ok',
  data: { status: 'placed', order: { number, status: 'placed' } },
});

/** A call that ends `at` ms after the start and took `ms`. */
function call(at: number, { ms = 10, ...rest }: Partial<Call> & { ms?: number } = {}): Call {
  const to = BEGIN + at;
  return {
    type: 'call',
    id: at,
    client: 'a',
    session: 'a',
    procedure: 'cart.add',
    input: {},
    from: to - ms,
    to,
    answer: OK,
    ...rest,
  };
}

const place = (at: number, answer: Answer, ms = 10) => call(at, { procedure: 'orders.place', answer, ms });

it('a call belongs to the second in which it ended, however long before it began', async () => {
  const { timeline } = await summarise([START, call(100), call(2_999, { ms: 2_900 }), call(3_000)]);
  expect(timeline.columnSeconds).toBe(1);
  expect(timeline.columns.map(({ calls }) => calls.ok)).toEqual([1, 0, 1, 1]);
  expect(timeline.columns.map(({ latency }) => latency?.p99)).toEqual([10, undefined, 2_900, 10]);
});

it('percentiles are within 1 % of the exact ones', async () => {
  const calls = Array.from({ length: 1_000 }, (_, index) => call(500, { ms: index + 1 }));
  const { latency, procedures } = await summarise([START, ...calls]);
  for (const [share, exact] of [
    ['p50', 500],
    ['p95', 950],
    ['p99', 990],
  ] as const) {
    expect(Math.abs((latency?.[share] ?? 0) / exact - 1)).toBeLessThan(0.01);
  }
  expect(procedures[0]?.max).toBe(1_000);
});

it('an order that is acknowledged three times is one order, counted when its client first heard of it', async () => {
  const { orders, timeline } = await summarise([
    START,
    place(500, placed('HF-1')),
    place(1_500, placed('HF-1')),
    place(1_600, placed('HF-1')),
    place(1_700, placed('HF-2')),
  ]);
  expect(orders).toEqual({ placed: 2, repeated: 2, refused: 0, unknown: 0 });
  expect(timeline.columns.map((column) => column.orders.placed)).toEqual([1, 1]);
});

it('an order that was refused in the answer of a call that went well is told apart from the placed', async () => {
  const soldOut: Answer = { kind: 'ok', data: { status: 'out_of_stock', lines: [] } };
  const { calls, orders, timeline, reasons } = await summarise([
    START,
    place(100, placed('HF-1'), 80),
    place(200, soldOut, 20),
    place(300, { kind: 'refused', status: 409, code: 'CONFLICT', data: null }, 20),
    place(400, { kind: 'unknown', why: 'socket hang up' }, 5_000),
  ]);
  expect(calls).toEqual({ ok: 2, refused: 1, unknown: 1 });
  expect(orders).toEqual({ placed: 1, repeated: 0, refused: 2, unknown: 1 });
  expect(timeline.columns[0]?.placed?.p99).toBe(80);
  expect(timeline.columns[0]?.refused?.p99).toBe(20);
  expect(reasons.map(({ kind, reason, count }) => [kind, reason, count])).toEqual([
    ['refused', 'out_of_stock', 1],
    ['refused', 'CONFLICT', 1],
    ['unknown', 'socket hang up', 1],
  ]);
});

it('an imported order of a replay counts as an order', async () => {
  const answer: Answer = { kind: 'ok', data: { status: 'imported', number: 'HF-9' } };
  const { orders } = await summarise([START, call(10, { procedure: 'orders.admin.import', answer })]);
  expect(orders.placed).toBe(1);
});

it('each procedure has its counts, the most called first', async () => {
  const unknown: Answer = { kind: 'unknown', why: 'socket hang up' };
  const { procedures } = await summarise([
    START,
    place(100, placed('HF-1')),
    call(200),
    call(300, { answer: unknown, ms: 40 }),
  ]);
  expect(procedures.map(({ procedure, calls, max }) => [procedure, calls, max])).toEqual([
    ['cart.add', { ok: 1, refused: 0, unknown: 1 }, 40],
    ['orders.place', { ok: 1, refused: 0, unknown: 0 }, 10],
  ]);
});

it('a rehearsal of hours has at most 600 columns, and not a call is missing in them', async () => {
  const seconds = Array.from({ length: 3 * 3_600 }, (_, index) => call(index * 1_000 + 1, { ms: index }));
  const { timeline, calls } = await summarise([START, ...seconds]);
  expect(timeline.columns.length).toBeLessThanOrEqual(600);
  expect(timeline.columns.length * timeline.columnSeconds).toBeGreaterThanOrEqual(seconds.length);
  expect(timeline.columns.reduce((sum, column) => sum + column.calls.ok, 0)).toBe(calls.ok);
  expect(timeline.columns.map(({ at }) => at)).toEqual(
    timeline.columns.map((_, index) => index * timeline.columnSeconds),
  );
  expect(calls.ok).toBe(seconds.length);
});

it('the time after the last call, in which a fault is mended, is shown too', async () => {
  const fault: HistoryEntry = {
    type: 'fault',
    kind: 'kill',
    part: 'api-1',
    from: BEGIN + 500,
    to: BEGIN + 4_500,
    ordersInFlight: 3,
  };
  const { timeline, to } = await summarise([START, call(100), fault]);
  expect(to).toBe(BEGIN + 4_500);
  expect(timeline.columns).toHaveLength(5);
});

it('reasons that all differ do not fill the memory', async () => {
  const calls = Array.from({ length: 5_000 }, (_, index) =>
    call(index, { answer: { kind: 'unknown', why: `connect ECONNREFUSED 127.0.0.1:${index}` } }),
  );
  const { reasons } = await summarise([START, ...calls]);
  expect(reasons[0]).toEqual({ procedure: 'cart.add', kind: 'unknown', reason: 'others', count: 4_800 });
  expect(reasons).toHaveLength(201);
});

it('a history without its start is refused', async () => {
  await expect(summarise([call(1)])).rejects.toThrow('does not begin with the start');
  await expect(summarise([])).rejects.toThrow('empty');
});
