import { open } from 'node:fs/promises';
import type { HistoryEntry } from './history.ts';
import { History } from './history-index.ts';

/**
 * Reads a history line by line.
 * @throws Error when the file cannot be read, or a line of it is no JSON: the line's number is in the message.
 */
export async function readHistory(file: string): Promise<History> {
  const history = new History();
  const handle = await open(file);
  let number = 0;
  for await (const line of handle.readLines()) {
    number += 1;
    if (line !== '') history.add(parse(line, `${file}:${number}`));
  }
  return history;
}

function parse(line: string, place: string): HistoryEntry {
  try {
    return JSON.parse(line) as HistoryEntry;
  } catch (error) {
    throw new Error(`${place} is no line of a history.`, { cause: error });
  }
}
