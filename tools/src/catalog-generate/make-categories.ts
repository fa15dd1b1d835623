import type { Deps } from '@holdfast/commerce/deps';
import { categoryHandle, DEPARTMENTS, ONE_OFFS, type Word } from './vocabulary.ts';

/** Makes the categories that are missing; those of the shop keep their titles and places. Gives the ids by handle. */
export async function makeCategories({ db }: Deps): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  const make = async (handle: string, title: Word, parent?: string): Promise<string> => {
    const category = await db.primary.category.upsert({
      where: { handle },
      update: {},
      create: {
        handle,
        position: ids.size,
        ...(parent && { parentId: parent }),
        translations: {
          create: [
            { locale: 'en', title: title.en },
            { locale: 'he', title: title.he },
          ],
        },
      },
    });
    ids.set(handle, category.id);
    return category.id;
  };
  for (const { handle, title, nouns } of DEPARTMENTS) {
    const parent = await make(handle, title);
    for (const noun of nouns) await make(categoryHandle(noun), noun, parent);
  }
  await make(ONE_OFFS.handle, ONE_OFFS.title);
  return ids;
}
