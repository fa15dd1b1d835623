import { shareHalfUp } from '@holdfast/shared/money';
import type { PlannedLine } from './plan-types.ts';

type Buyer = { invoice: string; customer: string | undefined };

/** A line of an order, with how many of its pieces were given back by now. */
export type SoldLine = { invoice: string; position: number; line: PlannedLine; returned: number };

/** Who bought what at which price, in the order of the file. */
export class SoldLines {
  readonly #lines = new Map<string, SoldLine[]>();

  /** Sales to nobody are not kept: nobody can be told to have brought them back. */
  add({ invoice, customer }: Buyer, lines: PlannedLine[]): void {
    if (customer === undefined) return;
    for (const [position, line] of lines.entries()) {
      const key = keyOf(customer, line);
      const sold = { invoice, position, line, returned: 0 };
      this.#lines.set(key, [...(this.#lines.get(key) ?? []), sold]);
    }
  }

  /** Lines of the same customer, item and price of which pieces are left, oldest first. */
  leftOf(customer: string, line: PlannedLine): SoldLine[] {
    const lines = this.#lines.get(keyOf(customer, line)) ?? [];
    return lines.filter(({ line: { quantity }, returned }) => returned < quantity);
  }
}

function keyOf(customer: string, { sku, unitPrice }: PlannedLine): string {
  return [customer, sku, unitPrice].join('\n');
}

/** What the next pieces of a line come to, in pennies; its parts come to its whole, however it is divided. */
export function priceOfNext(total: number, quantity: number, next: { from: number; pieces: number }): number {
  const upTo = (pieces: number) => shareHalfUp(total, pieces, quantity);
  return upTo(next.from + next.pieces) - upTo(next.from);
}
