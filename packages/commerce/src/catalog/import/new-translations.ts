import { isSame } from './is-same.ts';
import type { Translated } from './translations.ts';

/** Those of `wanted` that are not known yet, or known with another text. */
export function newTranslations(wanted: Translated[], known: Translated[] = []): Translated[] {
  return wanted.filter((translation) => !known.some((other) => isSame(other, translation)));
}
