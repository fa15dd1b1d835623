import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { TableBody } from '../../desk/table-body.tsx';
import { Time } from '../../desk/time.tsx';
import { Badge, Cell, HeadCell, Row, Table, TableHead } from '../../desk/table.tsx';
import { formatMoney } from '../market/format-money.ts';
import { REFUND_STATE } from './order-words.ts';
import { PiecesOfLines } from './pieces-of-lines.tsx';

type Refund = AdminOrder['refunds'][number];
type Props = Pick<AdminOrder, 'refunds' | 'lines'>;

/** Money that has gone back, is on its way, or was refused. */
export function Refunds({ refunds, lines }: Props) {
  if (refunds.length === 0) return null;
  return (
    <section aria-labelledby="refunds" className="grid gap-2">
      <h2 id="refunds" className="text-lg">
        Refunds
      </h2>
      <Table label="Refunds">
        <TableHead>
          <HeadCell>Begun</HeadCell>
          <HeadCell>State</HeadCell>
          <HeadCell>For</HeadCell>
          <HeadCell isNumber>Amount</HeadCell>
        </TableHead>
        <TableBody>
          {refunds.map((refund) => (
            <RefundRow key={refund.id} refund={refund} lines={lines} />
          ))}
        </TableBody>
      </Table>
    </section>
  );
}

function RefundRow({ refund, lines }: { refund: Refund; lines: Props['lines'] }) {
  const { word, kind } = REFUND_STATE[refund.state];
  return (
    <Row>
      <Cell isMain className="md:w-44">
        <Time iso={refund.at} />
      </Cell>
      <Cell label="State" className="max-md:col-span-2">
        <Badge kind={kind}>{word}</Badge>
        {refund.failure && <div className="text-xs text-danger">{refund.failure}</div>}
      </Cell>
      <Cell isMain className="max-md:order-1">
        <span dir="auto" className="break-words">
          {refund.reason}
        </span>
        {refund.lines.length > 0 && (
          <div className="text-ink-soft">
            <PiecesOfLines pieces={refund.lines} lines={lines} />
            {refund.restock ? 'Back on the shelf' : 'Not put back on the shelf'}
          </div>
        )}
      </Cell>
      <Cell label="Amount" isNumber className="whitespace-nowrap">
        {formatMoney(refund.amount, 'en')}
      </Cell>
    </Row>
  );
}
