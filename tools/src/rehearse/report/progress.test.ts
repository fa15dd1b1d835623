import path from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { afterEach, beforeEach, expect, it, onTestFinished, vi } from 'vitest';
import type { Answer } from '../../checker/history.ts';
import { temporaryFolder } from '../../testing.ts';
import { HistoryWriter } from '../load/history-writer.ts';
import { Progress } from './progress.ts';
import { fakeTerminal } from './testing-terminal.ts';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
});
afterEach(() => {
  vi.useRealTimers();
});

/** What a progress of a history writes to a terminal, or to a log. */
async function watch({ isTTY }: { isTTY: boolean }) {
  const history = await HistoryWriter.open(path.join(await temporaryFolder(), 'history.jsonl'));
  onTestFinished(() => history.close());
  const { out, written } = fakeTerminal({ isTTY });
  const progress = new Progress(history, out);
  return { history, progress, written };
}

function place(history: HistoryWriter, answer: Answer): void {
  const id = history.begin('orders.place');
  history.write({
    type: 'call',
    id,
    client: 'a',
    session: 'a',
    procedure: 'orders.place',
    input: {},
    from: 1_000,
    to: 1_080,
    answer,
  });
}

const placed = (number: string): Answer => ({
  kind: 'ok',
  data: { status: 'placed', order: { number, status: 'placed' } },
});

it('on a terminal one line is drawn anew each second, with what was answered in that second', async () => {
  const { history, progress, written } = await watch({ isTTY: true });
  history.tellBegun({ type: 'phase', name: 'steady', from: 0 });
  history.tellBegun({ type: 'fault', kind: 'kill', part: 'api-1', from: 0 });
  place(history, placed('HF-1'));
  place(history, placed('HF-1'));
  place(history, { kind: 'ok', data: { status: 'out_of_stock', lines: [] } });
  place(history, { kind: 'unknown', why: 'socket hang up' });
  vi.advanceTimersByTime(1_000);
  const first = written();
  expect(first).toMatch(/^\r/);
  expect(first).not.toContain('\n');
  expect(stripVTControlCharacters(first).trim()).toBe(
    '0:01  steady  4 calls/s  p99 80 ms  orders 1 placed, 1 refused, 1 unknown  1 in flight  kill api-1',
  );
  history.write({ type: 'fault', kind: 'kill', part: 'api-1', from: 0, to: 9, ordersInFlight: 1 });
  vi.advanceTimersByTime(1_000);
  expect(stripVTControlCharacters(written()).trim()).toBe(
    '0:02  steady  0 calls/s  p99 –  orders 1 placed, 1 refused, 1 unknown  1 in flight',
  );
  progress.stop();
  expect(written()).toBe('\r\u001B[K');
});

it('in a log a plain line is written every five seconds, and none after the end', async () => {
  const { history, progress, written } = await watch({ isTTY: false });
  vi.advanceTimersByTime(4_000);
  expect(written()).toBe('');
  place(history, placed('HF-1'));
  vi.advanceTimersByTime(1_000);
  expect(written()).toBe(
    '  0:05  1 calls/s  p99 80 ms  orders 1 placed, 0 refused, 0 unknown  1 in flight\n',
  );
  progress.stop();
  vi.advanceTimersByTime(60_000);
  expect(written()).toBe('');
  expect(history.listenerCount('entry')).toBe(0);
});

it('a line has colours where the terminal has any, none under NO_COLOR, and is never wider than the terminal', async () => {
  // Node counts a terminal in CI as one without colours, whatever its TERM.
  for (const name of ['FORCE_COLOR', 'NODE_DISABLE_COLORS', 'CI']) vi.stubEnv(name, undefined);
  vi.stubEnv('TERM', 'xterm-256color');
  onTestFinished(() => void vi.unstubAllEnvs());
  const { history, progress, written } = await watch({ isTTY: true });
  for (let index = 0; index < 60; index += 1) {
    history.tellBegun({ type: 'fault', kind: 'kill', part: `api-${index}`, from: 0 });
  }
  vi.stubEnv('NO_COLOR', undefined);
  vi.advanceTimersByTime(1_000);
  expect(written()).toContain('\u001B[33m');
  vi.stubEnv('NO_COLOR', '1');
  vi.advanceTimersByTime(1_000);
  const line = written();
  expect(line).not.toContain('\u001B[33m');
  expect(line.replace('\r', '').replace('\u001B[K', '')).toHaveLength(299);
  progress.stop();
});
