import type { ProductDraft } from './product-draft.ts';
import type { Translations } from './translations.ts';

/**
 * Title and description in each locale that one of them is translated into; what is not translated is taken from the
 * default locale, as a page shows it then.
 */
export function translateTexts(
  handle: string,
  { title, description }: Omit<ProductDraft['texts'][number], 'locale'>,
  translations: Translations,
): ProductDraft['texts'] {
  const titles = new Map(translations.find('title', handle).map(({ locale, text }) => [locale, text]));
  const bodies = new Map(translations.find('body', handle).map(({ locale, text }) => [locale, text]));
  return [...new Set([...titles.keys(), ...bodies.keys()])].map((locale) => ({
    locale,
    title: titles.get(locale) ?? title,
    description: bodies.get(locale) ?? description,
  }));
}
