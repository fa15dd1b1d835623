import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { HistoryEntry } from '../../checker/history.ts';

/**
 * The entries of a history file, one at a time, so that its size does not matter.
 * @throws Error that names the line which is no entry; the last one of a rehearsal that was killed may be torn.
 */
export async function* readHistory(file: string): AsyncGenerator<HistoryEntry> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  let number = 0;
  for await (const line of lines) {
    number += 1;
    if (line) yield parse(line, `${file}:${number}`);
  }
}

function parse(line: string, place: string): HistoryEntry {
  try {
    return JSON.parse(line) as HistoryEntry;
  } catch (error) {
    throw new Error(`${place} is not an entry of a history: ${(error as Error).message}`, { cause: error });
  }
}
