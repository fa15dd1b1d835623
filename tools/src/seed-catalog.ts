import path from 'node:path';
import { importShopifyCsv } from '@holdfast/commerce/catalog/import/import-shopify-csv';
import type { Deps } from '@holdfast/commerce/deps';
import { REPOSITORY } from './stack/repository.ts';

const DEMO_FOLDER = path.join(REPOSITORY, 'tools/src/demo-catalog');
const DEMO_FILES = {
  file: path.join(DEMO_FOLDER, 'demo.csv'),
  translations: path.join(DEMO_FOLDER, 'translations.csv'),
};

/** What shoppers call things beside what we call them; written as searches compare words. */
const SYNONYMS = [
  ['en', 'jumper', 'sweater'],
  ['en', 'pullover', 'sweater'],
  ['en', 'flashlight', 'torch'],
  ['en', 'raincoat', 'oilskin'],
  ['en', 'beanie', 'cap'],
  ['en', 'knives', 'knife'],
  ['en', 'rucksack', 'pack'],
  ['he', 'סודר', 'סוודר'],
  ['he', 'אולר', 'סכינ'],
  ['he', 'תרמיל', 'תיק'],
].map(([locale = '', word = '', synonym = '']) => ({ locale, word, synonym }));

/**
 * Imports the demo catalog when there is no product at all; `log` hears it in one line. A shop that has
 * products, archived ones too, is left alone.
 * @throws Error with the first issue should the demo file be broken.
 */
export async function seedCatalog(deps: Deps, log: (line: string) => void): Promise<void> {
  if (await deps.db.primary.product.findFirst({ select: { id: true } })) return;
  const report = await importShopifyCsv(deps, { ...DEMO_FILES, dryRun: false });
  const [issue] = report.issues;
  if (issue) throw new Error(`The demo catalog is broken: ${issue.file} row ${issue.row}: ${issue.reason}`);
  await deps.db.primary.searchSynonym.createMany({ data: SYNONYMS, skipDuplicates: true });
  const { products, variants } = report.counts;
  log(`Demo catalog: ${products.created} products with ${variants.created} variants`);
}
