import { open } from 'node:fs/promises';
import type { HistoryEntry } from './history.ts';
import { History } from './history-index.ts';

/** A whole history, in memory. @throws Error as `readEntries` */
export async function readHistory(file: string): Promise<History> {
  const history = new History();
  for await (const entry of readEntries(file)) history.add(entry);
  return history;
}

/**
 * The entries of a history file, one at a time, so that its size does not matter.
 * @throws Error when the file cannot be read, or a line of it is no JSON: the line's number is in the message. The last
 * one of a rehearsal that was killed may be torn.
 */
export async function* readEntries(file: string): AsyncGenerator<HistoryEntry> {
  const handle = await open(file);
  let number = 0;
  for await (const line of handle.readLines()) {
    number += 1;
    if (line !== '') yield parse(line, `${file}:${number}`);
  }
}

function parse(line: string, place: string): HistoryEntry {
  try {
    return JSON.parse(line) as HistoryEntry;
  } catch (error) {
    throw new Error(`${place} is no line of a history.`, { cause: error });
  }
}
