import type { PlannedItem, ReplayPlan, Step, Task } from './plan-types.ts';
import type { Books } from './read-books.ts';

/** A fact as it should be and as it is. `of`: the invoice or item that it is about. */
export type Difference = { of: string; what: string; expected: string; found: string };

/** Facts by what they are about; those that are there twice are told apart by their place. */
type Facts = Map<string, { of: string; what: string; fact: string }>;

/**
 * Holds the shop's books against the file: each invoice became what it should, once, to the penny, and nothing else did;
 * each item has what it had at the start, less what was sold, with what came back and was adjusted.
 */
export function compareBooks(plan: ReplayPlan, books: Books): Difference[] {
  const expected = collect([
    ...plan.tasks.flatMap((task) => task.steps.map((step) => expectStep(task, step))),
    ...expectRefunded(plan.tasks),
    ...plan.items.map(expectItem),
  ]);
  const found = collect(findFacts(books));
  return [...new Set([...expected.keys(), ...found.keys()])].flatMap((key) => {
    const [should, is] = [expected.get(key), found.get(key)];
    const about = should ?? is;
    if (!about || should?.fact === is?.fact) return [];
    const { of, what } = about;
    return [{ of, what, expected: should?.fact ?? 'none', found: is?.fact ?? 'none' }];
  });
}

type Fact = [of: string, what: string, fact: string];

function collect(facts: Fact[]): Facts {
  const collected: Facts = new Map();
  for (const [of, what, fact] of facts) {
    let key = `${of} ${what}`;
    while (collected.has(key)) key += ' again';
    collected.set(key, { of, what, fact });
  }
  return collected;
}

function expectStep({ number }: Task, step: Step): Fact {
  if (step.kind === 'order') return orderFact({ invoice: number, currency: 'GBP', ...sameOf(step.total) });
  if (step.kind === 'credit') return creditFact({ invoice: number, currency: 'GBP', ...sameOf(step.total) });
  if (step.kind === 'adjustment') return adjustmentFact(step);
  const pieces = step.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  return refundFact({ ...step, amount: step.total, pieces, state: 'succeeded' });
}

/** What an order says of itself, what its lines come to, and what was paid for it. */
function sameOf(total: number) {
  return { total, lines: total, paid: total };
}

function expectRefunded(tasks: Task[]): Fact[] {
  const refunded = new Map(tasks.filter(({ steps }) => steps.some(isOrder)).map(({ number }) => [number, 0]));
  for (const step of tasks.flatMap(({ steps }) => steps)) {
    if (step.kind === 'refund') refunded.set(step.original, (refunded.get(step.original) ?? 0) + step.total);
  }
  return [...refunded].map(([invoice, amount]) => refundedFact(invoice, amount));
}

function isOrder({ kind }: Step): boolean {
  return kind === 'order';
}

function expectItem({ sku, end }: PlannedItem): Fact {
  return levelFact({ sku, onHand: end, allocated: 0, moved: end });
}

function findFacts({ orders, refunds, credits, adjustments, levels }: Books): Fact[] {
  return [
    ...orders.map(orderFact),
    ...orders.map(({ invoice, refunded }) => refundedFact(invoice, refunded)),
    ...refunds.map(refundFact),
    ...credits.map(creditFact),
    ...adjustments.map(adjustmentFact),
    ...levels.map(levelFact),
  ];
}

function orderFact({
  invoice,
  currency,
  total,
  lines,
  paid,
}: Omit<Books['orders'][number], 'refunded'>): Fact {
  return [invoice, 'order', `${currency} ${total}, lines ${lines}, paid ${paid}`];
}

function refundedFact(invoice: string, amount: number): Fact {
  return [invoice, 'given back of its payment', String(amount)];
}

function refundFact({ reason, original, amount, state, pieces }: Books['refunds'][number]): Fact {
  return [reason, `refund of ${original}`, `${amount} for ${pieces} pieces, ${state}`];
}

function creditFact({ invoice, currency, total, lines }: Books['credits'][number]): Fact {
  return [invoice, 'credit note', `${currency} ${total}, lines ${lines}`];
}

function adjustmentFact({ reason, sku, delta }: Books['adjustments'][number]): Fact {
  return [reason, `adjustment of ${sku}`, String(delta)];
}

function levelFact({ sku, onHand, allocated, moved }: Books['levels'][number]): Fact {
  return [sku, 'stock', `${onHand} on hand, ${allocated} allocated, movements ${moved}`];
}
