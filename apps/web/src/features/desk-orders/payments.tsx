import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { TableBody } from '../../desk/table-body.tsx';
import { TableEmpty } from '../../desk/table-states.tsx';
import { Time } from '../../desk/time.tsx';
import { Badge, Cell, HeadCell, Row, Table, TableHead } from '../../desk/table.tsx';
import { formatMoney } from '../market/format-money.ts';
import { PAYMENT_STATE } from './order-words.ts';
import { PaymentSteps } from './payment-steps.tsx';

type Payment = AdminOrder['payments'][number];

/** Each try to pay, the first one first, under the names by which the provider knows it. */
export function Payments({ payments }: { payments: Payment[] }) {
  return (
    <section aria-labelledby="payments" className="grid gap-2">
      <h2 id="payments" className="text-lg">
        Payments tried
      </h2>
      {payments.length === 0 ? (
        <TableEmpty title="No payment was tried" />
      ) : (
        <Table label="Payments tried">
          <TableHead>
            <HeadCell isNumber>Try</HeadCell>
            <HeadCell>State</HeadCell>
            <HeadCell>Provider and reference</HeadCell>
            <HeadCell>Last change</HeadCell>
            <HeadCell isNumber>Amount</HeadCell>
          </TableHead>
          <TableBody>
            {payments.map((payment, index) => (
              <PaymentRow key={payment.id} payment={payment} number={index + 1} />
            ))}
          </TableBody>
        </Table>
      )}
    </section>
  );
}

function PaymentRow({ payment, number }: { payment: Payment; number: number }) {
  const { word, kind } = PAYMENT_STATE[payment.state];
  return (
    <Row>
      <Cell label="Try" isNumber>
        {number}
      </Cell>
      <Cell label="State">
        <Badge kind={kind}>{word}</Badge>
      </Cell>
      <Cell isMain className="max-md:order-1">
        {payment.provider}
        {payment.declineReason && <span className="text-ink-soft">: {payment.declineReason}</span>}
        <div className="font-figures text-xs break-all text-ink-soft" title="Id that the provider was given">
          {payment.id}
        </div>
        {payment.reference && (
          <div className="font-figures text-xs break-all text-ink-soft" title="The provider's own reference">
            {payment.reference}
          </div>
        )}
        <PaymentSteps steps={payment.steps} />
      </Cell>
      <Cell isMain className="max-md:order-1">
        <Time iso={payment.updatedAt} hasSeconds />
      </Cell>
      <Cell label="Amount" isNumber className="whitespace-nowrap">
        {formatMoney(payment.amount, 'en')}
      </Cell>
    </Row>
  );
}
