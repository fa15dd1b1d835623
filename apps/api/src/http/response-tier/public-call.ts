import { CACHE_FAMILIES, type CacheFamily } from '@holdfast/commerce/infra/cache/families';
import { stringify } from 'safe-stable-stringify';
import { isPublicContent, parseInput } from '../known-procedures.ts';
import type { SingleCall } from '../single-call.ts';

declare const isPublic: unique symbol;

/** A call of what was declared public content. Only `asPublicCall` makes one, so nothing else can be kept. */
export type PublicCall = SingleCall & { readonly [isPublic]: true };

/** Null when the procedure was not declared `publicContent`. */
export function asPublicCall(call: SingleCall): PublicCall | null {
  return isPublicContent(call) ? (call as PublicCall) : null;
}

/**
 * What calls with the same answer have in common: the procedure, and its input as the procedure understands it, fields in
 * order, locale and currency among them. Null when the input is none of the procedure's.
 */
export function canonicalKey({ path, procedure, input }: PublicCall): string | null {
  const parsed = parseInput(procedure, input);
  return parsed === null ? null : `${path} ${stringify(parsed.input)}`;
}

/** The family under which its hits are counted. */
export function familyOf({ path }: PublicCall): CacheFamily | undefined {
  return CACHE_FAMILIES.find((family) => family === path);
}
