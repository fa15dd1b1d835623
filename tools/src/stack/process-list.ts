import { renameSync, writeFileSync } from 'node:fs';
import { processesFile } from './leftovers.ts';
import type { PartState } from './supervised-part.ts';

/** Writes the names and pids of the running parts. Not awaited anywhere, hence synchronous: changes keep their order. */
export function writeProcessList(dataDir: string, states: PartState[]): void {
  const running = states.filter((state) => state.pid !== undefined);
  const list = Object.fromEntries(running.map((state) => [state.name, state.pid]));
  const file = processesFile(dataDir);
  writeFileSync(`${file}.next`, `${JSON.stringify(list, null, 2)}\n`);
  renameSync(`${file}.next`, file);
}
