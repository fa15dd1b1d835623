/** A text in a locale other than the default one. */
export type Translated = { locale: string; text: string };

/**
 * What is translated: a product's title and body are known by its handle; an option's name, an option's value and
 * a category by their words in the default locale, whichever product they stand at.
 */
export type TranslatedKind = 'title' | 'body' | 'option' | 'value' | 'category';

export type Translation = Translated & { kind: TranslatedKind; key: string; row: number };

type Entry = Pick<Translation, 'kind' | 'key'> & { translations: Translation[]; isUsed: boolean };

/** The translations of one import, and which of them its products have asked for. */
export class Translations {
  readonly #entries = new Map<string, Entry>();

  /** The earlier translation of the same into the same locale, should it say something else; then nothing is added. */
  add(translation: Translation): Translation | null {
    const { kind, key, locale, text } = translation;
    const entry = this.#entries.get(entryKey(kind, key)) ?? { kind, key, translations: [], isUsed: false };
    const earlier = entry.translations.find((other) => other.locale === locale);
    if (earlier) return earlier.text === text ? null : earlier;
    entry.translations.push(translation);
    this.#entries.set(entryKey(kind, key), entry);
    return null;
  }

  find(kind: TranslatedKind, key: string): Translated[] {
    const entry = this.#entries.get(entryKey(kind, key));
    if (!entry) return [];
    entry.isUsed = true;
    return entry.translations.map(({ locale, text }) => ({ locale, text }));
  }

  /** What no product has asked for, such as a word that the product file spells otherwise. */
  unused(): { kind: TranslatedKind; key: string; row: number }[] {
    const unused = [...this.#entries.values()].filter(({ isUsed }) => !isUsed);
    return unused.map(({ kind, key, translations }) => ({ kind, key, row: translations[0]?.row ?? 0 }));
  }
}

function entryKey(kind: TranslatedKind, key: string): string {
  return `${kind} ${key}`;
}
