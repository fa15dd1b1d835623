import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sendSignal } from './process.ts';
import { allPids, isAlive, isOfStack } from './process-table.ts';

const GRACE_MS = 15_000;

export function processesFile(dataDir: string): string {
  return path.join(dataDir, 'processes.json');
}

async function notedPids(dataDir: string): Promise<number[]> {
  try {
    const noted: Record<string, number> = JSON.parse(await readFile(processesFile(dataDir), 'utf8'));
    return Object.values(noted);
  } catch {
    return [];
  }
}

async function endProcess(pid: number): Promise<void> {
  // Both PostgreSQL (fast shutdown) and ours take SIGINT for "stop in good order".
  sendSignal(pid, 'SIGINT');
  for (let waitedMs = 0; isAlive(pid) && waitedMs < GRACE_MS; waitedMs += 50) await delay(50);
  sendSignal(pid, 'SIGKILL');
  while (isAlive(pid)) await delay(20);
}

/**
 * Ends what a killed supervisor of this data folder left running, and gives the number of those processes.
 * Only processes that carry the stack's mark are touched: a noted pid may be someone else's by now.
 */
export async function endLeftovers(dataDir: string): Promise<number> {
  const candidates = new Set([...(await notedPids(dataDir)), ...(await allPids())]);
  candidates.delete(process.pid);
  const left: number[] = [];
  for (const pid of candidates) {
    if (await isOfStack(pid, dataDir)) left.push(pid);
  }
  await Promise.all(left.map(endProcess));
  return left.length;
}
