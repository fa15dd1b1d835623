import 'server-only';
import type { Category } from '@holdfast/shared/contracts/catalog';
import { cache } from 'react';
import { publicApi } from '../../api/server.ts';
import type { Locale } from '../../i18n/locales.ts';

/** The tree of categories; none while the API does not answer, so that the shell stands whatever happens. */
export const readCategories = cache(async (locale: Locale): Promise<Category[]> => {
  try {
    return await (await publicApi()).catalog.categories.query({ locale });
  } catch {
    return [];
  }
});
