import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { formatMoney } from '../market/format-money.ts';
import { countWords, type LinePieces, leftToRefund } from './pieces.ts';
import { type Refund, refundComesTo, splitPieces } from './refund-form.ts';

type Props = { refund: Refund; order: AdminOrder };

/** What is about to happen, before money moves. */
export function RefundSummary({ refund, order }: Props) {
  const amount = formatMoney(refundComesTo(refund, order), 'en');
  return (
    <>
      <p className="text-2xl font-medium tabular-nums">{amount}</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1.5 rounded-md bg-sunken px-3 py-2 text-sm">
        <dt className="text-ink-soft">Goes to</dt>
        <dd className="break-all">{order.email ?? 'the customer'}, by the way it was paid</dd>
        <dt className="text-ink-soft">Goods</dt>
        <dd>
          {goodsWords(refund, order).map((words) => (
            <p key={words} dir="auto">
              {words}
            </p>
          ))}
        </dd>
        <dt className="text-ink-soft">Reason</dt>
        <dd dir="auto" className="break-words">
          {refund.reason}
        </dd>
      </dl>
      <p className="text-sm">Money that has gone back cannot be called back.</p>
    </>
  );
}

function goodsWords(refund: Refund, order: AdminOrder): string[] {
  if (refund.amount !== undefined) return ['None move.'];
  const pieces = refund.lines ?? readAll(order);
  const { unsent, left } = splitPieces(pieces, order);
  const words = pieces.map(({ lineId, quantity }) => {
    const line = order.lines.find(({ id }) => id === lineId);
    return `${quantity} × ${line?.title}`;
  });
  if (unsent > 0) words.push(`${countWords(unsent)} not sent yet: on sale again.`);
  if (left > 0) {
    words.push(
      `${countWords(left)} sent before: ${refund.restock ? 'back on the shelf' : 'not on the shelf'}.`,
    );
  }
  return words;
}

function readAll({ lines }: AdminOrder): LinePieces[] {
  return lines
    .map((line) => ({ lineId: line.id, quantity: leftToRefund(line) }))
    .filter(({ quantity }) => quantity > 0);
}
