import type { Queryable } from '@holdfast/db/prisma';
import { retryConflicts } from '@holdfast/db/retry-conflicts';
import type { Deps } from '../../deps.ts';
import { findProductSharers } from '../../inventory/find-sharers.ts';
import { lockLevels } from '../../inventory/lock-levels.ts';
import { showChanges } from '../../listing/show-changes.ts';
import { tellChanges } from '../../listing/tell-changes.ts';
import { countPlan } from './import-counts.ts';
import { UnreadableFile } from './import-issue.ts';
import { explainRefusals, type ImportRun, readFileProducts } from './import-run.ts';
import { type KnownProduct, loadProducts } from './load-products.ts';
import type { CsvFile } from './open-csv-file.ts';
import { isUnchanged, type ProductPlan, planProduct } from './plan-product.ts';
import type { ProductDraft } from './product-draft.ts';
import { readBatches } from './read-batches.ts';
import { writeProduct } from './write-product.ts';

const BATCH = 100;
/** Products written at the same time: the database works while we prepare the next. */
const WRITERS = 4;

/** Writes what the file changes, product by product, and shows it from then on. */
export async function writeProducts(deps: Deps, file: CsvFile, run: ImportRun): Promise<void> {
  for await (const batch of readBatches(readFileProducts(file, run, 'writing'), BATCH)) {
    const written: ProductPlan[] = [];
    try {
      await writeBatch(
        deps,
        batch.map(({ draft }) => draft ?? refuseNew()),
        { run, written },
      );
    } finally {
      await tellChanges(
        deps,
        written.map(({ handle }) => handle),
      );
    }
  }
}

/** The check has passed every product, so this is another file. */
function refuseNew(): never {
  throw new UnreadableFile('The file was changed while it was read. Try again.');
}

type Batch = { run: ImportRun; written: ProductPlan[] };
type Subject = { draft: ProductDraft; known: KnownProduct | undefined };

async function writeBatch(deps: Deps, drafts: ProductDraft[], { run, written }: Batch): Promise<void> {
  const handles = drafts.map(({ handle }) => handle);
  const known = await loadProducts(deps.db.primary, handles, run.context);
  const changed: Subject[] = [];
  for (const draft of drafts) {
    const subject = { draft, known: known.get(draft.handle) };
    const plan = planProduct(draft, subject.known);
    if (isUnchanged(plan)) countPlan(run.counts, plan);
    else changed.push(subject);
  }
  for (let start = 0; start < changed.length && !run.request.signal?.aborted; start += WRITERS) {
    await writeTogether(deps, changed.slice(start, start + WRITERS), { run, written });
  }
}

/** Each product by itself, at the same time; when one breaks, the others are waited for. */
async function writeTogether(deps: Deps, subjects: Subject[], { run, written }: Batch): Promise<void> {
  const outcomes = await Promise.allSettled(subjects.map((subject) => writeAlone(deps, subject, run)));
  const plans = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? outcome.value : []));
  for (const plan of plans) {
    run.issues.add(await explainRefusals(deps, plan.stock.refusals));
    if (plan.stock.refusals.length > 0) continue;
    written.push(plan);
    countPlan(run.counts, plan);
  }
  const broken = outcomes.find((outcome) => outcome.status === 'rejected');
  if (broken) throw broken.reason;
}

/**
 * One product in one transaction. The plan is made again under locks, those of the stock included, as orders
 * and other imports may have changed the product since it was read; one that is refused writes nothing.
 */
async function writeAlone(deps: Deps, { draft, known }: Subject, run: ImportRun): Promise<ProductPlan> {
  // Taken before anything is waited for, so that new products stand in the file's order.
  const position = run.context.nextPosition;
  run.context.nextPosition += 1;
  const write = async (tx: Queryable): Promise<ProductPlan> => {
    await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`import:${draft.handle}`}, 0))`;
    const items = known?.variants.flatMap(({ stock }) => stock?.stockItemId ?? []) ?? [];
    if (items.length > 0) await lockLevels(tx, items);
    const current = await loadProducts(tx, [draft.handle], run.context);
    const plan = planProduct(draft, current.get(draft.handle));
    if (plan.stock.refusals.length > 0) return plan;
    await writeProduct(tx, plan, { ...run.context, position });
    const categories = plan.categories.add.length > 0 || plan.categories.translate.length > 0;
    const handles = [plan.handle, ...(await findProductSharers(tx, plan.handle))];
    await showChanges(tx, handles, { categories });
    return plan;
  };
  return retryConflicts(() => deps.db.primary.$transaction(write));
}
