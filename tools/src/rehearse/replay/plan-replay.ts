import { shareHalfUp } from '@holdfast/shared/money';
import { findOriginals } from './find-originals.ts';
import { planItems } from './plan-items.ts';
import type { CreditStep, OrderStep, PlannedLine, ReplayPlan, Step, Task } from './plan-types.ts';
import type { Invoice, InvoiceFile, InvoiceLine } from './read-invoices.ts';
import { SoldLines } from './sold-lines.ts';

/** Millionths of a pound in a penny. */
const PENNY = 10_000;

/**
 * Decides what each invoice becomes. A plain one is an order of its lines as they stand; its negative quantities are
 * adjustments of the stock. A credited one is a refund of earlier orders of the same customer, item and price as far as
 * pieces of those are left, and for the rest a credit note.
 */
export function planReplay({ invoices, fingerprint }: InvoiceFile): ReplayPlan {
  const skuOf = (code: string) => `replay-${fingerprint}-${code}`;
  const sold = new SoldLines();
  const tasks = invoices.map((invoice) => planInvoice(invoice, { skuOf, sold }));
  return {
    tasks,
    items: planItems(tasks),
    rounded: invoices.flatMap(({ lines }) => lines).filter(({ price }) => price % PENNY !== 0).length,
  };
}

type Context = { skuOf: (code: string) => string; sold: SoldLines };

function planInvoice(invoice: Invoice, context: Context): Task {
  const { number, at, customer, country } = invoice;
  const steps = number.startsWith('C') ? planCredited(invoice, context) : planSold(invoice, context);
  return { number, at, customer, country, steps };
}

function planSold({ number, customer, lines }: Invoice, { skuOf, sold }: Context): Step[] {
  const steps: Step[] = [];
  const ordered = lines.filter(({ quantity }) => quantity > 0).map((line) => toLine(line, skuOf));
  if (ordered.length > 0) {
    steps.push(orderOf(ordered));
    sold.add({ invoice: number, customer }, ordered);
  }
  const negative = lines.filter(({ quantity }) => quantity < 0);
  for (const { row, stockCode, quantity } of negative.filter(isGoods)) {
    const reason = `Invoice ${number}, row ${row}`;
    steps.push({ kind: 'adjustment', sku: skuOf(stockCode), delta: quantity, reason });
  }
  const charges = negative.filter((line) => !isGoods(line)).map((line) => toLine(line, skuOf));
  if (charges.length > 0) steps.push(creditOf(charges));
  return steps;
}

function planCredited({ number, customer, lines }: Invoice, { skuOf, sold }: Context): Step[] {
  const credited = lines.map((line) => toLine(line, skuOf));
  const { refunds, rest } = findOriginals({ number, customer }, credited, sold);
  return rest.length > 0 ? [...refunds, creditOf(rest)] : refunds;
}

/** Goods have a code of five digits and perhaps letters; what else is sold (POST, DOT, M, D, C2, BANK CHARGES) is money alone. */
function isGoods({ stockCode }: InvoiceLine): boolean {
  return /^\d{5}[a-z]*$/i.test(stockCode);
}

/** Rounded half up for the whole line: a price with a part of a penny is never rounded for each piece. */
function toLine(line: InvoiceLine, skuOf: Context['skuOf']): PlannedLine {
  const quantity = Math.abs(line.quantity);
  return {
    sku: isGoods(line) ? skuOf(line.stockCode) : line.stockCode,
    title: line.title,
    quantity,
    unitPrice: shareHalfUp(line.price, 1, PENNY),
    total: shareHalfUp(line.price, quantity, PENNY),
    kind: isGoods(line) ? 'goods' : 'charge',
  };
}

function orderOf(lines: PlannedLine[]): OrderStep {
  return { kind: 'order', lines, total: sumTotals(lines) };
}

function creditOf(lines: PlannedLine[]): CreditStep {
  return { kind: 'credit', lines, total: sumTotals(lines) };
}

function sumTotals(lines: PlannedLine[]): number {
  return lines.reduce((sum, { total }) => sum + total, 0);
}
