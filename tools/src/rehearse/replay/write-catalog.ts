import { stringify } from 'csv-stringify/sync';
import type { PlannedItem } from './plan-types.ts';

const PENNIES = 100;

/**
 * Items as a file of products that the import of catalogs takes, each of one variant. They are archived, so that nobody
 * sees them in a shop that is in use. A price is needed: the highest of the file, as a number of the shop's own
 * currency. Nobody buys at it; it only keeps them from being given away should someone put them on sale.
 */
export function writeCatalog(items: PlannedItem[]): string {
  const rows = items.map(({ sku, title, start, price }) => ({
    Handle: handleOf(sku),
    Title: title,
    Status: 'archived',
    'Option1 Name': 'Title',
    'Option1 Value': 'Default Title',
    'Variant SKU': sku,
    'Variant Inventory Qty': start,
    'Variant Inventory Policy': 'deny',
    'Variant Price': (price / PENNIES).toFixed(2),
  }));
  return stringify(rows, { header: true });
}

/** Stock codes that differ in their case alone are different items; an address knows no case. */
function handleOf(sku: string): string {
  return sku.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
