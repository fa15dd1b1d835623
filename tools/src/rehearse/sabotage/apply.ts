import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Change, Sabotage } from './sabotages.ts';

/** Does the changes of a sabotage to a copy of the repository. @returns the packages that are to be built anew. */
export async function applySabotage(folder: string, { changes }: Sabotage): Promise<string[]> {
  for (const change of changes) {
    const file = path.join(folder, change.file);
    await writeFile(file, applyChange(await readFile(file, 'utf8'), change));
  }
  return [...new Set(changes.map(({ file }) => file.split('/').slice(0, 2).join('/')))];
}

/** @throws Error when what it replaces does not stand there exactly once: the file has gone on since. */
export function applyChange(text: string, { file, find, replace }: Change): string {
  const [before = '', after, ...more] = text.split(find);
  if (after !== undefined && more.length === 0) return before + replace + after;
  throw new Error(`In ${file} there is not exactly one "${find}".`);
}
