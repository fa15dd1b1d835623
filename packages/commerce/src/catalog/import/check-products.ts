import type { Deps } from '../../deps.ts';
import { countPlan } from './import-counts.ts';
import { explainRefusals, type ImportRun, readFileProducts } from './import-run.ts';
import { loadProducts } from './load-products.ts';
import type { CsvFile } from './open-csv-file.ts';
import { planProduct } from './plan-product.ts';
import type { ProductDraft } from './product-draft.ts';
import { readBatches } from './read-batches.ts';

const BATCH = 100;

/** Reads the whole file, collects every issue, and counts what an import would change. Writes nothing. */
export async function checkProducts(deps: Deps, file: CsvFile, run: ImportRun): Promise<void> {
  for await (const batch of readBatches(readFileProducts(file, run, 'checking'), BATCH)) {
    for (const { issues } of batch) run.issues.add(issues);
    await checkDrafts(
      deps,
      batch.flatMap(({ draft }) => draft ?? []),
      run,
    );
  }
}

async function checkDrafts(deps: Deps, drafts: ProductDraft[], run: ImportRun): Promise<void> {
  const handles = drafts.map(({ handle }) => handle);
  const known = await loadProducts(deps.db.primary, handles, run.context);
  for (const draft of drafts) {
    const plan = planProduct(draft, known.get(draft.handle));
    run.issues.add(await explainRefusals(deps, plan.stock.refusals));
    run.untracked += draft.variants.filter(({ isTracked }) => !isTracked).length;
    countPlan(run.counts, plan);
  }
}
