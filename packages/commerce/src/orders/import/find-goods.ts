import type { Queryable } from '@holdfast/db/prisma';
import type { ImportedLine } from '@holdfast/shared/contracts/order-import';
import { DomainError } from '@holdfast/shared/errors';
import type { Component } from '../../inventory/plan-allocation.ts';

/** A line of an import with what it takes from the shelf; a charge has neither variant nor components. */
export type FoundLine = ImportedLine & { variantId: string | null; components: Component[] };

type Candidate = { sku: string; variantId: string; components: Component[] };

/**
 * Finds the variants that goods are sold as, by their SKU, on sale or not: what was sold elsewhere may be gone here.
 * @throws DomainError VALIDATION: a SKU that no variant has, or several; every such line is named.
 */
export async function findGoods(tx: Queryable, lines: ImportedLine[]): Promise<FoundLine[]> {
  const skus = new Set(lines.filter(({ kind }) => kind === 'goods').map(({ sku }) => sku));
  const candidates = await readCandidates(tx, [...skus]);
  const issues = lines.flatMap(({ kind, sku }, index) => {
    const count = candidates.get(sku)?.length ?? 0;
    if (kind === 'charge' || count === 1) return [];
    const message =
      count === 0 ? `No variant has the SKU "${sku}".` : `${count} variants have the SKU "${sku}".`;
    return [{ path: `lines.${index}.sku`, message }];
  });
  if (issues.length > 0) {
    throw new DomainError('VALIDATION', 'Goods of this import are not known by their SKU.', { issues });
  }
  return lines.map((line) => {
    const [found] = line.kind === 'goods' ? (candidates.get(line.sku) ?? []) : [];
    return { ...line, variantId: found?.variantId ?? null, components: found?.components ?? [] };
  });
}

async function readCandidates(tx: Queryable, skus: string[]): Promise<Map<string, Candidate[]>> {
  if (skus.length === 0) return new Map();
  const rows = await tx.$queryRaw<Candidate[]>`
    SELECT variant.sku, variant.id AS "variantId",
           coalesce(json_agg(json_build_object(
             'variantId', variant.id, 'stockItemId', stock_item_id, 'quantity', component.quantity))
             FILTER (WHERE stock_item_id IS NOT NULL), '[]') AS components
    FROM variant LEFT JOIN variant_component AS component ON component.variant_id = variant.id
    WHERE variant.sku = ANY(${skus})
    GROUP BY variant.id`;
  return Map.groupBy(rows, ({ sku }) => sku);
}

/** What lines of goods take, each piece by its components. */
export function wantedOf(lines: FoundLine[]): { variantId: string; quantity: number }[] {
  return lines.flatMap(({ variantId, quantity }) => (variantId === null ? [] : [{ variantId, quantity }]));
}

/** The components of all lines, those of a variant once. */
export function componentsOf(lines: FoundLine[]): Component[] {
  const byVariant = new Map(lines.map(({ variantId, components }) => [variantId, components]));
  return [...byVariant.values()].flat();
}
