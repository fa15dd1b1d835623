import { type Spread, spreadOf } from './figures.ts';
import type { Machine } from './machine.ts';

export function figure(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1) : value.toFixed(2);
}

/** The mean, and in brackets the least and the most. */
export function told(spread: Spread): string {
  return `${figure(spread.mean)} (${figure(spread.least)}-${figure(spread.most)})`;
}

export function ratio(value: number): string {
  return value.toPrecision(value < 0.01 ? 2 : 3);
}

export function mean(values: number[]): number {
  return spreadOf(values).mean;
}

/** What is promised, and whether it was seen. */
export function target(sign: '>=' | '<=', wanted: number, seen: number): string {
  const isMet = sign === '>=' ? seen >= wanted : seen <= wanted;
  return `${sign} ${wanted}: ${isMet ? 'met' : 'missed'}`;
}

/** `at`: ISO time of the run. */
export function describeMachine(at: string, machine: Machine): string {
  const { cores, processor, memoryGb, kernel, node, postgres, redis, loadBefore } = machine;
  return `${at.slice(0, 10)}, ${cores} cores (${processor}), ${memoryGb} GB, Linux ${kernel}; Node ${node}, PostgreSQL ${postgres}, Redis ${redis}; load before the run ${loadBefore.toFixed(1)}.`;
}
