import { type Logger, pino } from 'pino';

/** A log whose lines can be read again. */
export function openTestLog(): { log: Logger; lines: string[] } {
  const lines: string[] = [];
  return { log: pino({ level: 'trace' }, { write: (line) => lines.push(line) }), lines };
}
