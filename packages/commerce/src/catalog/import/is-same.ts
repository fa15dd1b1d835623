import { isDeepStrictEqual } from 'node:util';

/** Whether `known` has all these fields with the same values. */
export function isSame<T extends object>(known: T | null | undefined, wanted: Partial<T>): boolean {
  const fields = Object.entries(wanted) as [keyof T, unknown][];
  return !!known && fields.every(([field, value]) => isDeepStrictEqual(known[field], value));
}
