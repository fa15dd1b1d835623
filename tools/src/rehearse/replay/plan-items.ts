import type { PlannedItem, PlannedLine, Step, Task } from './plan-types.ts';

/** What each item must have on its shelf before the first order, and what is left of it after the last. */
export function planItems(tasks: Task[]): PlannedItem[] {
  const items = new Map<string, PlannedItem>();
  for (const step of tasks.flatMap(({ steps }) => steps)) count(items, step);
  return [...items.values()];
}

function count(items: Map<string, PlannedItem>, step: Step): void {
  if (step.kind === 'adjustment') return move(itemOf(items, step), step.delta);
  if (step.kind === 'refund') {
    for (const line of step.lines) if (items.has(line.sku)) move(itemOf(items, line), line.quantity);
    return;
  }
  const sign = step.kind === 'order' ? -1 : 1;
  for (const line of step.lines.filter(({ kind }) => kind === 'goods')) {
    const item = itemOf(items, line);
    describe(item, line);
    move(item, sign * line.quantity);
  }
}

/** Pieces that come back are not counted on at the start: they may come after all that leaves. */
function move(item: PlannedItem, delta: number): void {
  if (delta < 0) item.start -= delta;
  else item.end += delta;
}

/** The first line that has a title of its own names it. */
function describe(item: PlannedItem, { title, unitPrice }: PlannedLine): void {
  if (item.title === item.sku) item.title = title;
  item.price = Math.max(item.price, unitPrice);
}

function itemOf(items: Map<string, PlannedItem>, { sku }: { sku: string }): PlannedItem {
  const item = items.get(sku) ?? { sku, title: sku, start: 0, end: 0, price: 0 };
  items.set(sku, item);
  return item;
}
