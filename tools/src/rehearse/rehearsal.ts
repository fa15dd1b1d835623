import path from 'node:path';
import { dataDirOf } from '../stack/settings.ts';

/** One of the things that `npm run rehearse` can do. */
export type Rehearsal = {
  /** Its arguments, for a person who does not know them. */
  usage: string;
  /**
   * @returns the exit code of the command, one of EXIT_CODES. @throws WrongUsage, Interrupted
   * @throws StackError when it cannot begin
   */
  run(args: string[]): Promise<number>;
};

export const EXIT_CODES = { kept: 0, broken: 1, wrongUsage: 2, interrupted: 130 } as const;

/** The arguments are not as the usage says; the message says what is wrong. */
export class WrongUsage extends Error {
  override name = 'WrongUsage';
}

/** Someone has typed Ctrl-C. */
export class Interrupted extends Error {
  override name = 'Interrupted';
}

/** Where a rehearsal that begins now writes what it finds. */
export function newReportFolder(kind: string): string {
  const time = new Date().toISOString().replaceAll(':', '-').slice(0, 19);
  return path.join(dataDirOf(process.env), 'rehearsals', `${kind}-${time}`);
}

/** A whole number of an argument's text. @throws WrongUsage */
export function wholeNumber(name: string, text: string, range: { from: number; to: number }): number {
  const value = Number(text);
  if (text !== '' && Number.isInteger(value) && value >= range.from && value <= range.to) return value;
  throw new WrongUsage(`${name} must be a whole number from ${range.from} to ${range.to}, not "${text}".`);
}
