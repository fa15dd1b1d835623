import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { TableBody } from '../../desk/table-body.tsx';
import { Cell, HeadCell, Row, RowLink, Table, TableHead } from '../../desk/table.tsx';
import { Picture } from '../../ui/picture.tsx';
import { formatMoney } from '../market/format-money.ts';

type Line = AdminOrder['lines'][number];

const percent = new Intl.NumberFormat('en', { style: 'percent', maximumFractionDigits: 2 });

/** What was sold, and what it comes to. */
export function Lines({ order }: { order: AdminOrder }) {
  return (
    <section aria-labelledby="lines" className="grid gap-2">
      <h2 id="lines" className="text-lg">
        Goods
      </h2>
      <Table label="Goods of this order">
        <TableHead>
          <HeadCell>Product</HeadCell>
          <HeadCell isNumber>Pieces</HeadCell>
          <HeadCell isNumber>Each</HeadCell>
          <HeadCell isNumber>Tax</HeadCell>
          <HeadCell isNumber>With tax</HeadCell>
        </TableHead>
        <TableBody>
          {order.lines.map((line) => (
            <LineRow key={line.id} line={line} />
          ))}
        </TableBody>
      </Table>
      <Totals order={order} />
    </section>
  );
}

function LineRow({ line }: { line: Line }) {
  return (
    <Row>
      <Cell isMain>
        <div className="flex items-center gap-3">
          <div
            className={`size-10 shrink-0 overflow-hidden rounded-sm ${line.kind === 'goods' ? 'bg-picture' : ''}`}
          >
            {line.image && <Picture src={line.image.url} alt="" sizes="40px" />}
          </div>
          <div className="min-w-0">
            <LineTitle line={line} />
            <div className="text-xs text-ink-soft">
              <span className="font-figures">{line.sku ?? 'no SKU'}</span>
              {line.kind === 'charge' && ' · a charge, without goods'}
            </div>
          </div>
        </div>
      </Cell>
      <Cell label="Pieces" isNumber>
        {line.quantity}
        <Fate line={line} />
      </Cell>
      <Cell label="Each" isNumber className="whitespace-nowrap">
        {formatMoney(line.unitPrice, 'en')}
      </Cell>
      <Cell isNumber className="whitespace-nowrap max-md:hidden">
        {formatMoney(line.tax, 'en')}{' '}
        <span className="text-xs text-ink-soft">{percent.format(line.taxRate)}</span>
      </Cell>
      <Cell label="With tax" isNumber className="whitespace-nowrap">
        {formatMoney(line.gross, 'en')}
      </Cell>
    </Row>
  );
}

function LineTitle({ line: { kind, handle, title } }: { line: Line }) {
  if (handle) {
    return (
      <RowLink href={`/operator/goods/${encodeURIComponent(handle)}`}>
        <bdi>{title}</bdi>
      </RowLink>
    );
  }
  const hint = kind === 'goods' ? 'This product is not on sale' : undefined;
  return (
    <bdi className="font-medium" title={hint}>
      {title}
    </bdi>
  );
}

/** What became of the pieces, as far as it is known. */
function Fate({ line: { kind, fulfilledQuantity, cancelledQuantity, returnedQuantity } }: { line: Line }) {
  const counts = [
    { count: kind === 'goods' ? fulfilledQuantity : 0, word: 'sent' },
    { count: cancelledQuantity, word: 'cancelled' },
    { count: returnedQuantity, word: 'refunded' },
  ].filter(({ count }) => count > 0);
  return counts.map(({ count, word }) => (
    <div key={word} className="text-xs whitespace-nowrap text-ink-soft">
      {count} <span className="font-text">{word}</span>
    </div>
  ));
}

function Totals({ order: { totals, taxIncluded, refunded } }: { order: AdminOrder }) {
  const rows = [
    { label: 'Goods', money: totals.subtotal },
    ...(totals.discount.amount === 0 ? [] : [{ label: 'Discount', money: totals.discount }]),
    { label: 'Shipping', money: totals.shipping },
    { label: taxIncluded ? 'Tax, included' : 'Tax', money: totals.tax },
  ];
  return (
    <dl className="ms-auto grid w-full max-w-sm grid-cols-[1fr_auto] gap-x-6 gap-y-1 px-2 pt-2 text-sm">
      {rows.map(({ label, money }) => (
        <div key={label} className="contents text-ink-soft">
          <dt>{label}</dt>
          <dd className="text-end font-figures tabular-nums">{formatMoney(money, 'en')}</dd>
        </div>
      ))}
      <dt className="font-medium">Total</dt>
      <dd className="text-end font-figures font-medium tabular-nums">{formatMoney(totals.total, 'en')}</dd>
      {refunded.amount > 0 && (
        <>
          <dt className="text-ink-soft">Given back</dt>
          <dd className="text-end font-figures text-ink-soft tabular-nums">
            {formatMoney({ ...refunded, amount: -refunded.amount }, 'en')}
          </dd>
          <dt className="font-medium">After refunds</dt>
          <dd className="text-end font-figures font-medium tabular-nums">
            {formatMoney({ ...refunded, amount: totals.total.amount - refunded.amount }, 'en')}
          </dd>
        </>
      )}
    </dl>
  );
}
