import { Prisma, type Queryable } from '@holdfast/db/prisma';
import { totalOfLine } from '@holdfast/shared/contracts/order-import';
import { v7 as uuidv7 } from 'uuid';
import { PAID_OUTSIDE } from '../../payments/paid-outside.ts';
import type { Channel } from '../../pricing/default-channel.ts';
import type { FoundLine } from './find-goods.ts';
import type { ImportedOrder } from './import-order.ts';

/** Of the order's shipping: the shop has sent nothing itself. */
const SENT_OUTSIDE = 'import';

export type NewImport = { id: string; order: ImportedOrder; channel: Channel; lines: FoundLine[] };

/**
 * Writes an imported order in one statement: paid and sent, with its origin, its lines, a payment that was taken
 * outside, and a history that says the same. Prices are as they were paid: what of them was tax is not known here.
 * @returns its number and the ids of its lines, in their order
 */
export async function insertImport(
  tx: Queryable,
  { id, order, channel, lines }: NewImport,
): Promise<{ number: string; lineIds: string[] }> {
  const { source, externalNumber, currency } = order;
  const rows = lines.map((line, position) => toRow(line, position));
  const total = rows.reduce((sum, row) => sum + row.total, 0);
  const paymentId = uuidv7();
  const [written] = await tx.$queryRaw<{ number: string }[]>`
    WITH placed AS (
      INSERT INTO orders (id, number, channel_id, currency, locale, payment_status, fulfilment_status, subtotal,
                          shipping, tax, total, tax_included, shipping_method_code, placed_at)
      VALUES (${id}::uuid, ${channel.orderNumberPrefix} || nextval('order_number_seq'), ${channel.id}::uuid, ${currency},
              ${channel.defaultLocale}, 'paid', 'fulfilled', ${total}, 0, 0, ${total}, true, ${SENT_OUTSIDE},
              ${order.placedAt}::timestamptz)
      RETURNING number
    ), origin AS (
      INSERT INTO order_origin (order_id, source, external_number, customer_reference, country, fingerprint, actor_id)
      VALUES (${id}::uuid, ${source}, ${externalNumber}, ${order.customer ?? null}, ${order.country ?? null},
              ${order.fingerprint}, ${order.actorId}::uuid)
    ), line AS (
      INSERT INTO order_line (id, order_id, position, kind, variant_id, title, sku, quantity, unit_amount, net, tax,
                              gross, tax_rate_basis_points, components, fulfilled_quantity)
      SELECT l.id, ${id}::uuid, position, kind, "variantId", title, sku, quantity, "unitPrice", total, 0, total, 0,
             components, quantity
      FROM ${records(rows)} AS l
        (id uuid, position integer, kind order_line_kind, "variantId" uuid, title text, sku text, quantity integer,
         "unitPrice" bigint, total bigint, components jsonb)
    ), payment AS (
      INSERT INTO payment (id, order_id, provider, amount, currency, state, provider_reference)
      VALUES (${paymentId}::uuid, ${id}::uuid, ${PAID_OUTSIDE}, ${total}, ${currency}, 'captured', ${externalNumber})
    ), event AS (
      INSERT INTO order_event (order_id, seq, type, data)
      SELECT ${id}::uuid, seq, type, data
      FROM ${records(eventRows(order, paymentId))} AS e (seq integer, type text, data jsonb)
    )
    SELECT number FROM placed`;
  if (!written) throw new Error('the order was not written');
  return { number: written.number, lineIds: rows.map((row) => row.id) };
}

function records(rows: object[]): Prisma.Sql {
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)`;
}

function toRow(line: FoundLine, position: number) {
  const components = line.components.map(({ stockItemId, quantity }) => ({ stockItemId, quantity }));
  return { ...line, id: uuidv7(), position, total: totalOfLine(line), components };
}

function eventRows({ source, externalNumber, actorId }: ImportedOrder, paymentId: string) {
  return [
    { seq: 1, type: 'placed', data: { source, externalNumber, actorId } },
    { seq: 2, type: 'payment_captured', data: { paymentId } },
    { seq: 3, type: 'fulfilled', data: {} },
  ];
}
