import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Answer, Call } from '../../checker/history.ts';
import { temporaryFolder } from '../../testing.ts';
import { HistoryWriter } from './history-writer.ts';

let file: string;
let history: HistoryWriter;

beforeEach(async () => {
  file = path.join(await temporaryFolder(), 'in/a/folder/history.jsonl');
  history = await HistoryWriter.open(file);
});

function call(id: number, procedure: string, answer: Answer): Call {
  return { type: 'call', id, client: 'a.1', session: 'a', procedure, input: {}, from: 1, to: 2, answer };
}

/** A call from its begin to its end. */
function record(procedure: string, answer: Answer): void {
  history.write(call(history.begin(procedure), procedure, answer));
}

const ok = (data: unknown): Answer => ({ kind: 'ok', data });
const unknown: Answer = { kind: 'unknown', why: 'the connection broke' };

it('each entry is one line of the file, in the order of writing, and is told to who listens', async () => {
  const told: unknown[] = [];
  history.on('entry', (entry) => told.push(entry));
  const entries = [
    { type: 'start', rehearsal: 'rush', seed: 1, at: 1 } as const,
    call(history.begin('cart.add'), 'cart.add', ok({ title: 'a\nb' })),
    { type: 'phase', name: 'burst', from: 1, to: 2 } as const,
  ];
  for (const entry of entries) history.write(entry);
  await history.close();
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
  expect(lines.map((line) => JSON.parse(line))).toEqual(entries);
  expect(told).toEqual(entries);
});

it('a history that could not be written as a whole is told from one that was', async () => {
  // A device that opens as a file does and has no room.
  const full = await HistoryWriter.open('/dev/full');
  full.write({ type: 'start', rehearsal: 'rush', seed: 1, at: 1 });
  await expect(full.close()).rejects.toThrow('The history /dev/full could not be written: ');
});

it('no two calls have the same id', () => {
  const ids = Array.from({ length: 100 }, () => history.begin('cart.add'));
  expect(new Set(ids).size).toBe(100);
});

describe('an order is in flight', () => {
  const placed = ok({ status: 'placed', order: { number: 'HF-1', status: 'placed' } });

  it('from when it is sent, until it is answered without being placed', () => {
    const id = history.begin('orders.place');
    history.begin('cart.add');
    expect(history.inFlight()).toBe(1);
    expect(history.placing()).toBe(1);
    history.write(call(id, 'orders.place', ok({ status: 'out_of_stock', lines: [] })));
    expect(history.inFlight()).toBe(0);
    record('orders.place', unknown);
    expect(history.inFlight()).toBe(0);
  });

  it('from its acknowledgement until it is seen at its end', () => {
    record('orders.place', placed);
    record('orders.get', ok({ number: 'HF-1', status: 'authorized' }));
    record('orders.get', unknown);
    expect(history.inFlight()).toBe(1);
    expect(history.placing()).toBe(0);
    record('orders.get', ok({ number: 'HF-1', status: 'paid' }));
    expect(history.inFlight()).toBe(0);
  });

  it('once, however often it is acknowledged, and again when it is paid anew', () => {
    record('orders.place', placed);
    record('orders.place', placed);
    expect(history.inFlight()).toBe(1);
    record('orders.get', ok({ number: 'HF-1', status: 'payment_failed' }));
    expect(history.inFlight()).toBe(0);
    record('orders.pay', ok({ order: { number: 'HF-1', status: 'placed' } }));
    expect(history.inFlight()).toBe(1);
    record('orders.admin.cancel', ok({ number: 'HF-1', status: 'cancelled' }));
    expect(history.inFlight()).toBe(0);
  });
});
