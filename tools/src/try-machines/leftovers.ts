import { readFile, readlink } from 'node:fs/promises';
import { allPids, commandLine } from '../stack/process-table.ts';

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
