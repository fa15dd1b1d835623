import type { PlannedLine, RefundStep } from './plan-types.ts';
import { priceOfNext, type SoldLine, type SoldLines } from './sold-lines.ts';

type Credited = { number: string; customer: string | undefined };

/**
 * Finds for the lines of a credited invoice what was sold earlier, and counts it as given back.
 * @returns a refund for each order that pieces are given back of, and the lines, or parts of them, that have no original
 */
export function findOriginals(
  { number, customer }: Credited,
  lines: PlannedLine[],
  sold: SoldLines,
): { refunds: RefundStep[]; rest: PlannedLine[] } {
  const refunds = new Map<string, RefundStep>();
  const rest = lines.flatMap((line) => {
    // A refund is of money: what was given away is credited, so that the goods come back.
    const originals = customer === undefined || line.total === 0 ? [] : sold.leftOf(customer, line);
    let taken = 0;
    let total = 0;
    for (const original of originals) {
      const part = takeBack(line, taken, original);
      taken += part.pieces;
      total += part.price;
      if (part.pieces > 0) addTo(refunds, { number, original, ...part });
    }
    const left = line.quantity - taken;
    return left > 0 ? [{ ...line, quantity: left, total: line.total - total }] : [];
  });
  return { refunds: [...refunds.values()], rest };
}

type Part = { pieces: number; price: number };

/** Pieces are matched only where both invoices come to the same for them, to the penny. */
function takeBack(line: PlannedLine, taken: number, original: SoldLine): Part {
  const pieces = Math.min(line.quantity - taken, original.line.quantity - original.returned);
  const price = priceOfNext(line.total, line.quantity, { from: taken, pieces });
  const { total, quantity } = original.line;
  if (price !== priceOfNext(total, quantity, { from: original.returned, pieces }))
    return { pieces: 0, price: 0 };
  original.returned += pieces;
  return { pieces, price };
}

function addTo(
  refunds: Map<string, RefundStep>,
  { number, original, pieces, price }: Part & { number: string; original: SoldLine },
): void {
  const { invoice, position, line } = original;
  const refund: RefundStep = refunds.get(invoice) ?? {
    kind: 'refund',
    original: invoice,
    lines: [],
    total: 0,
    reason: number,
  };
  refund.total += price;
  const known = refund.lines.find((candidate) => candidate.position === position);
  if (known) known.quantity += pieces;
  else refund.lines.push({ position, sku: line.sku, quantity: pieces });
  refunds.set(invoice, refund);
}
