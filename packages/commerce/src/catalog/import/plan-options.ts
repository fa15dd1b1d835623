import { v7 as uuidv7 } from 'uuid';
import { isSame } from './is-same.ts';
import type { KnownOption } from './load-products.ts';
import { newTranslations } from './new-translations.ts';
import type { ProductDraft } from './product-draft.ts';

type OptionRow = { id: string; name: string; position: number };
type OptionValueRow = { id: string; optionId: string; value: string; position: number };

type OptionTranslation = { optionId: string; locale: string; text: string };
type OptionValueTranslation = { optionValueId: string; locale: string; text: string };

export type OptionPlan = {
  remove: string[];
  write: OptionRow[];
  writeValues: OptionValueRow[];
  translate: OptionTranslation[];
  translateValues: OptionValueTranslation[];
  /** The id of each value, by the option's place and the value; for all of the draft. */
  valueIds: Map<string, string>[];
};

/**
 * Options are matched by name and values by text, so that their translations stay. A value that the file no
 * longer has is kept for the archived variants that have it.
 */
export function planOptions({ options }: ProductDraft, known: KnownOption[]): OptionPlan {
  const byName = new Map(known.map((option) => [option.name, option]));
  const plan: OptionPlan = {
    remove: known.filter(({ name }) => !options.some((option) => option.name === name)).map(({ id }) => id),
    write: [],
    writeValues: [],
    translate: [],
    translateValues: [],
    valueIds: [],
  };
  for (const [index, { name, translations, values }] of options.entries()) {
    const option = byName.get(name);
    const row = { id: option?.id ?? uuidv7(), name, position: index + 1 };
    if (!isSame(option, row)) plan.write.push(row);
    for (const translation of newTranslations(translations, option?.translations)) {
      plan.translate.push({ optionId: row.id, ...translation });
    }
    plan.valueIds.push(planValues(values, { optionId: row.id, known: option?.values ?? [], plan }));
  }
  return plan;
}

type OptionValues = { optionId: string; known: KnownOption['values']; plan: OptionPlan };

function planValues(
  values: ProductDraft['options'][number]['values'],
  { optionId, known, plan }: OptionValues,
): Map<string, string> {
  const ids = new Map<string, string>();
  for (const [index, { value: text, translations }] of values.entries()) {
    const value = known.find((candidate) => candidate.value === text);
    const row = { id: value?.id ?? uuidv7(), value: text, position: index + 1 };
    if (!isSame(value, row)) plan.writeValues.push({ ...row, optionId });
    for (const translation of newTranslations(translations, value?.translations)) {
      plan.translateValues.push({ optionValueId: row.id, ...translation });
    }
    ids.set(text, row.id);
  }
  return ids;
}
