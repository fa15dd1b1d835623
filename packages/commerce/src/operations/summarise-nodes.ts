import type { Snapshot } from '@holdfast/shared/contracts/operations';
import { CACHE_FAMILIES, type FamilyCounts, type ReadCounts } from '../infra/cache/families.ts';
import type { CircuitState } from '../infra/circuit.ts';
import type { NodeRow } from './read-database.ts';

const DOWN_AFTER_MS = 2_000;

export function isLive(node: NodeRow): boolean {
  return node.ageMs <= DOWN_AFTER_MS;
}

/** The node after it has been silent for `ms` more. */
export function silentFor(node: NodeRow, ms: number): NodeRow {
  return { ...node, ageMs: node.ageMs + ms };
}

/** A node as the operator sees it. Of a dead one the rates are not known; its last memory is still of use. */
export function showNode(node: NodeRow): Snapshot['nodes'][number] {
  const live = isLive(node);
  return {
    id: node.id,
    role: node.role,
    pid: node.pid,
    state: live ? 'up' : 'down',
    startedAt: node.startedAt.toISOString(),
    seenAt: node.seenAt.toISOString(),
    rps: live ? node.stats.rps : null,
    p95Ms: live ? node.stats.p95Ms : null,
    eventLoopLagMs: live ? node.stats.eventLoopLagMs : null,
    rssBytes: node.stats.rssBytes,
  };
}

/** What the caches of all these processes did together. */
export function sumCache(nodes: NodeRow[]): Snapshot['cache'] {
  const families = CACHE_FAMILIES.map((name) => {
    const told = nodes.flatMap(({ stats }) => stats.cache.filter((family) => family.name === name));
    const { l1Hits, l2Hits, misses } = sumReads(told);
    const sinceStart = sumReads(told.map(toldSinceStart));
    return { name, l1Hits, l2Hits, misses, ratio: ratio(l1Hits + l2Hits, misses), sinceStart };
  });
  const hits = families.reduce((total, { l1Hits, l2Hits }) => total + l1Hits + l2Hits, 0);
  const misses = families.reduce((total, family) => total + family.misses, 0);
  return { ratio: ratio(hits, misses), families };
}

/** Null when no process tells of this queue. */
export function jobsPerSecond(nodes: NodeRow[], queue: string): number | null {
  const told = nodes.map(({ stats }) => stats.jobs?.[queue]).filter((rate) => rate !== undefined);
  return told.length === 0 ? null : told.reduce((total, rate) => total + rate, 0);
}

const BADNESS: Record<CircuitState, number> = { closed: 0, half_open: 1, open: 2 };

/** Each circuit once, in the worst state that any of these processes has it in. */
export function worstCircuits(nodes: NodeRow[]): Snapshot['circuits'] {
  const worst = new Map<string, CircuitState>();
  for (const { name, state } of nodes.flatMap(({ stats }) => stats.circuits ?? [])) {
    if (BADNESS[state] >= BADNESS[worst.get(name) ?? 'closed']) worst.set(name, state);
  }
  return [...worst].map(([name, state]) => ({ name, state })).sort((a, b) => (a.name < b.name ? -1 : 1));
}

function sumReads(counts: ReadCounts[]): ReadCounts {
  const sum = (pick: keyof ReadCounts) => counts.reduce((total, each) => total + each[pick], 0);
  return { l1Hits: sum('l1Hits'), l2Hits: sum('l2Hits'), misses: sum('misses') };
}

/** A process of an earlier release does not tell it. */
function toldSinceStart({ sinceStart }: Partial<FamilyCounts>): ReadCounts {
  return sinceStart ?? { l1Hits: 0, l2Hits: 0, misses: 0 };
}

function ratio(hits: number, misses: number): number | null {
  return hits + misses === 0 ? null : hits / (hits + misses);
}
