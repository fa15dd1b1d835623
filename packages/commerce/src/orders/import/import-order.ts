import type { Queryable } from '@holdfast/db/prisma';
import {
  type ImportOrderInput,
  type ImportOrderOutput,
  totalOfLine,
} from '@holdfast/shared/contracts/order-import';
import { v7 as uuidv7 } from 'uuid';
import type { Deps } from '../../deps.ts';
import { type IdempotencyScope, runIdempotent } from '../../infra/idempotency.ts';
import { lockLevels } from '../../inventory/lock-levels.ts';
import { moveStock } from '../../inventory/move-stock.ts';
import { type AllocationPlan, planAllocation } from '../../inventory/plan-allocation.ts';
import { tellChanges } from '../../listing/tell-changes.ts';
import { type Channel, defaultChannel } from '../../pricing/default-channel.ts';
import { fingerprintOfImport, lockExternal, requireSame } from './find-earlier.ts';
import { componentsOf, findGoods, type FoundLine, wantedOf } from './find-goods.ts';
import { insertImport } from './insert-import.ts';

export type ImportCall<I> = { input: I; actorId: string; scope: IdempotencyScope };

/**
 * Writes down an order that was sold, paid and sent outside of the shop, at the prices that it says. Its goods leave
 * the stock in the same transaction; nothing is charged, sent or mailed. An order that is here already is answered
 * as it was at first.
 * @throws DomainError VALIDATION (a SKU that is not known), CONFLICT (the number is here with other content)
 * @throws DomainError IDEMPOTENCY_CONFLICT, IN_PROGRESS
 */
export async function importOrder(
  deps: Deps,
  { input, actorId, scope }: ImportCall<ImportOrderInput>,
): Promise<ImportOrderOutput> {
  const { idempotencyKey: key, ...content } = input;
  const order = { ...content, actorId, fingerprint: fingerprintOfImport(content) };
  const channel = await defaultChannel(deps);
  const handles: string[] = [];
  const { answer } = await runIdempotent<ImportOrderOutput>(
    deps.db,
    { scope, key, operation: 'orders.admin.import', fingerprint: order.fingerprint },
    async (tx) => {
      handles.length = 0;
      return importLocked(tx, { order, channel, handles });
    },
  );
  await tellChanges(deps, handles);
  return answer;
}

/** What is written of an order. */
export type ImportedOrder = Omit<ImportOrderInput, 'idempotencyKey'> & {
  actorId: string;
  fingerprint: string;
};

type Import = { order: ImportedOrder; channel: Channel; handles: string[] };

async function importLocked(tx: Queryable, { order, channel, handles }: Import): Promise<ImportOrderOutput> {
  await lockExternal(tx, order);
  const earlier = await findImported(tx, order);
  if (earlier) {
    requireSame(earlier, order.fingerprint, order);
    return toAnswer(order, earlier);
  }
  const lines = await findGoods(tx, order.lines);
  const plan = await planLeaving(tx, lines);
  if (plan.kind === 'short') return { status: 'out_of_stock', lines: plan.lines };
  const id = uuidv7();
  const written = await insertImport(tx, { id, order, channel, lines });
  const changes = plan.changes.map(({ stockItemId, locationId, allocatedDelta: pieces }) => ({
    stockItemId,
    locationId,
    orderId: id,
    onHandDelta: -pieces,
    allocatedDelta: 0,
  }));
  handles.push(...(await moveStock(tx, { kind: 'fulfilment', actorId: order.actorId, changes })));
  return toAnswer(order, written);
}

/** They have left: what is only promised to come, or held for other orders, cannot have been sent. */
async function planLeaving(tx: Queryable, lines: FoundLine[]): Promise<AllocationPlan> {
  const components = componentsOf(lines);
  const items = [...new Set(components.map(({ stockItemId }) => stockItemId))];
  const levels = items.length > 0 ? await lockLevels(tx, items) : [];
  const onShelves = levels.map(({ stockItemId, locationId, onHand, allocated }) => ({
    stockItemId,
    locationId,
    onHand,
    allocated,
    backOrderLimit: 0,
  }));
  return planAllocation(wantedOf(lines), components, onShelves);
}

type Written = { number: string; lineIds: string[] };

async function findImported(
  tx: Queryable,
  { source, externalNumber }: ImportedOrder,
): Promise<(Written & { fingerprint: string }) | undefined> {
  const [row] = await tx.$queryRaw<(Written & { fingerprint: string })[]>`
    SELECT number, fingerprint,
           ARRAY(SELECT id FROM order_line WHERE order_id = orders.id ORDER BY position) AS "lineIds"
    FROM order_origin JOIN orders ON orders.id = order_id
    WHERE source = ${source} AND external_number = ${externalNumber}`;
  return row;
}

function toAnswer(order: ImportedOrder, { number, lineIds }: Written): ImportOrderOutput {
  const amount = order.lines.reduce((sum, line) => sum + totalOfLine(line), 0);
  return { status: 'imported', number, lineIds, total: { amount, currency: order.currency } };
}
