import { readFile, readlink } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { sendSignal } from '../stack/process.ts';
import { allPids, commandLine } from '../stack/process-table.ts';

const GONE_WITHIN_MS = 15_000;

/** A process that has to do with a folder: works in it, was started with it, or has it in its environment. */
export type Trace = { pid: number; command: string };

/** The living processes of a case, by its folder (Linux; elsewhere none is seen). */
export async function processesOf(folder: string): Promise<Trace[]> {
  const traces: Trace[] = [];
  for (const pid of await allPids()) {
    if (pid === process.pid) continue;
    const [cwd, environment, command] = await Promise.all([
      readlink(`/proc/${pid}/cwd`).catch(() => ''),
      readFile(`/proc/${pid}/environ`, 'utf8').catch(() => ''),
      commandLine(pid),
    ]);
    if (`${cwd}\n${environment}\n${command}`.includes(folder)) traces.push({ pid, command });
  }
  return traces;
}

/** Kills all processes of a case and resolves when they are gone. @throws Error that names those that stay. */
export async function endProcessesOf(folder: string): Promise<void> {
  const deadline = performance.now() + GONE_WITHIN_MS;
  for (;;) {
    // Asked anew each time: one that is killed may have started another just before.
    const left = await processesOf(folder);
    if (left.length === 0) return;
    if (performance.now() > deadline) {
      throw new Error(`cannot be killed: ${left.map(({ pid, command }) => `${pid} ${command}`).join('; ')}`);
    }
    for (const { pid } of left) sendSignal(pid, 'SIGKILL');
    await delay(50);
  }
}
