import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { Answer, Call, Fault, HistoryEntry, Phase } from '../../checker/history.ts';

/** When every made-up rehearsal begins: the same file each time. */
const BEGIN = Date.UTC(2026, 10, 26, 7, 0, 0);

/** A crowd that nobody was part of. */
export type MadeUp = { seed: number; seconds: number };

const CALLS_PER_SECOND = 250;

type Dice = { share(): number; between(low: number, high: number): number };

/** Writes a history like that of a chaos run on a small machine, for looking at its report. */
export async function writeMadeUpHistory(file: string, madeUp: MadeUp): Promise<void> {
  const lines = function* () {
    for (const entry of makeHistory(madeUp)) yield `${JSON.stringify(entry)}\n`;
  };
  await pipeline(lines, createWriteStream(file));
}

/** The entries of such a history, each at its end. */
export function makeHistory({ seed, seconds }: MadeUp): HistoryEntry[] {
  const dice = throwDice(seed);
  const faults = makeFaults(dice, seconds);
  const calls: Call[] = [];
  for (let second = 0; second < seconds; second += 1) {
    const count = Math.round(CALLS_PER_SECOND * crowd(second / seconds) * (0.9 + dice.share() * 0.2));
    for (let index = 0; index < count; index += 1) {
      const from = BEGIN + Math.floor((second + dice.share()) * 1_000);
      calls.push(makeCall(dice, { id: calls.length + 1, from, faults }));
    }
  }
  const ended = [...calls, ...faults, ...makePhases(seconds)].sort((a, b) => a.to - b.to);
  return [{ type: 'start', rehearsal: 'chaos', seed, at: BEGIN }, ...makeOffers(), ...ended];
}

function throwDice(seed: number): Dice {
  const random = xoroshiro128plus(seed);
  const share = () => uniformFloat64(random);
  return { share, between: (low, high) => low + Math.floor(share() * (high - low + 1)) };
}

/** How big the crowd is, as a share of the steady one, after this share of the time. */
function crowd(passed: number): number {
  if (passed < 0.15) return 0.2 + (passed / 0.15) * 0.8;
  if (passed < 0.65) return 1;
  return passed < 0.85 ? 2.4 : 0.3;
}

function makePhases(seconds: number): Phase[] {
  const ends = { 'warm-up': 0.15, steady: 0.65, burst: 0.85, settle: 1 };
  let from = BEGIN;
  return Object.entries(ends).map(([name, share]) => {
    const phase: Phase = { type: 'phase', name, from, to: BEGIN + Math.round(seconds * share * 1_000) };
    from = phase.to;
    return phase;
  });
}

function makeOffers(): HistoryEntry[] {
  const offer = (variantId: string, pieces: number): HistoryEntry => ({
    type: 'offer',
    variantId,
    pieces,
    price: 1_900,
    currency: 'USD',
  });
  return [offer('hot-1', 400), offer('hot-2', 250), offer('plenty-1', 100_000)];
}

/** Which faults, and for how long each about lasts, in ms. */
const FAULTS = [
  ['kill', 'api-1', 1_900],
  ['pause', 'postgres', 2_600],
  ['flush', 'redis-queue', 0],
  ['slow', 'payment-provider', 6_000],
  ['kill', 'worker-1', 1_400],
  ['silence', 'redis-cache', 4_200],
  ['lag', 'replica-1', 7_000],
  ['kill', 'postgres', 3_100],
  ['refuse', 'redis-queue', 3_800],
  ['break', 'webhooks', 0],
  ['pause', 'worker-1', 9_000],
  ['kill', 'relay', 400],
] as const;

function makeFaults(dice: Dice, seconds: number): Fault[] {
  const step = (seconds * 0.7) / FAULTS.length;
  return FAULTS.map(([kind, part, ms], index) => {
    const from = BEGIN + Math.round((seconds * 0.16 + (index + dice.share()) * step) * 1_000);
    const to = from + Math.round(ms * (0.8 + dice.share() * 0.4));
    return { type: 'fault', kind, part, from, to, ordersInFlight: dice.between(3, 60) };
  });
}

/** How often each procedure is called, and its usual latency in ms. */
const PROCEDURES = [
  ['catalog.product', 0.38, 4],
  ['cart.add', 0.24, 14],
  ['orders.quote', 0.1, 11],
  ['orders.place', 0.12, 38],
  ['orders.get', 0.12, 7],
  ['inventory.level', 0.04, 6],
] as const;

type Moment = { id: number; from: number; faults: Fault[] };

function makeCall(dice: Dice, { id, from, faults }: Moment): Call {
  const [procedure, usualMs] = pickProcedure(dice);
  const hit = faults.find((fault) => from >= fault.from - 200 && from < fault.to + 400);
  const client = `shopper-${dice.between(1, 4_000)}`;
  const patience = 10_000;
  const waits = hit && dice.share() < 0.5 ? dice.share() * (hit.to + 400 - from) : 0;
  // Most take about the usual time, few much longer.
  const ms = Math.min(patience, Math.round(usualMs * Math.exp((dice.share() ** 4 - 0.2) * 4) + waits));
  const answer = makeAnswer(dice, { procedure, id, isHit: hit !== undefined });
  const input =
    procedure === 'orders.place'
      ? {
          idempotencyKey: `made-up-key-${id}`,
          cartId: `cart-${id}`,
          payment: { provider: 'test', token: 'ok' },
        }
      : { variantId: 'hot-1' };
  return { type: 'call', id, client, session: client, procedure, input, from, to: from + ms, answer };
}

function pickProcedure(dice: Dice): [procedure: string, usualMs: number] {
  let left = dice.share();
  for (const [procedure, share, usualMs] of PROCEDURES) {
    left -= share;
    if (left < 0) return [procedure, usualMs];
  }
  return ['catalog.product', 4];
}

function makeAnswer(dice: Dice, call: { procedure: string; id: number; isHit: boolean }): Answer {
  const luck = dice.share();
  if (call.isHit && luck < 0.06)
    return { kind: 'unknown', why: luck < 0.03 ? '503 UNAVAILABLE' : 'other side closed' };
  if (call.isHit && luck < 0.1) return { kind: 'refused', status: 503, code: 'OVERLOADED', data: null };
  if (call.procedure !== 'orders.place') return { kind: 'ok', data: {} };
  if (luck > 0.7) return { kind: 'ok', data: { status: 'out_of_stock', lines: [] } };
  if (luck > 0.68) return { kind: 'refused', status: 409, code: 'CART_ALREADY_PLACED', data: null };
  // A retry is answered with the order of its first try.
  const number = `HF-${luck < 0.12 ? call.id - (call.id % 40) : call.id}`;
  return { kind: 'ok', data: { status: 'placed', order: { number, status: 'placed' } } };
}
