import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { formatMoney } from '../market/format-money.ts';
import { countWords, leftToRefund, leftToSend } from './pieces.ts';
import { type Refund, refundComesTo } from './refund-form.ts';

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
  const pieces =
    refund.lines ?? order.lines.map((line) => ({ lineId: line.id, quantity: leftToRefund(line) }));
  const words: string[] = [];
  let stays = 0;
  for (const { lineId, quantity } of pieces) {
    const line = order.lines.find(({ id }) => id === lineId);
    if (!line || quantity === 0) continue;
    words.push(`${quantity} × ${line.title}`);
    stays += Math.min(quantity, leftToSend(line));
  }
  if (stays > 0) words.push(`${countWords(stays)} that would have been sent will not be.`);
  words.push(refund.restock ? 'Back on the shelf.' : 'Not put back on the shelf.');
  return words;
}
