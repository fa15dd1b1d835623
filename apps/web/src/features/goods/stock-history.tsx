import type { InventoryMovements } from '@holdfast/shared/contracts/inventory';
import Link from 'next/link';
import { TableBody } from '../../desk/table-body.tsx';
import { Time } from '../../desk/time.tsx';
import { Cell, HeadCell, Row, Table, TableHead } from '../../desk/table.tsx';

type Movement = InventoryMovements['items'][number];

const KINDS: Record<Movement['kind'], string> = {
  adjustment: 'Adjusted',
  import: 'Imported',
  allocation: 'Promised to an order',
  release: 'Released from an order',
  fulfilment: 'Sent out',
  return: 'Came back from an order',
};

const signed = new Intl.NumberFormat('en', { signDisplay: 'exceptZero' });

/** How the stock came about, newest first. */
export function StockHistory({ items }: { items: Movement[] }) {
  return (
    <Table label="Stock history, newest first">
      <TableHead>
        <HeadCell>When</HeadCell>
        <HeadCell>What</HeadCell>
        <HeadCell isNumber>On hand</HeadCell>
        <HeadCell isNumber>Promised</HeadCell>
        <HeadCell>Order</HeadCell>
        <HeadCell>By</HeadCell>
      </TableHead>
      <TableBody>
        {items.map((movement) => (
          <Row key={JSON.stringify(movement)}>
            <Cell className="md:w-44 max-md:col-span-3">
              <Time iso={movement.at} hasSeconds />
            </Cell>
            <Cell isMain>
              {KINDS[movement.kind]}
              {movement.reason && (
                <span className="text-ink-soft">
                  {': '}
                  <bdi>{movement.reason}</bdi>
                </span>
              )}
            </Cell>
            <DeltaCell label="On hand" delta={movement.onHandDelta} />
            <DeltaCell label="Promised" delta={movement.allocatedDelta} />
            <Cell className="font-figures">
              {movement.orderNumber && (
                <Link
                  href={`/operator/orders/${encodeURIComponent(movement.orderNumber)}`}
                  prefetch={false}
                  className="underline decoration-line-strong underline-offset-4 hover:decoration-ink"
                >
                  {movement.orderNumber}
                </Link>
              )}
            </Cell>
            <Cell isMain className="break-all text-ink-soft">
              {movement.actor ?? 'the shop'}
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

function DeltaCell({ label, delta }: { label: string; delta: number }) {
  return (
    <Cell label={label} isNumber className={delta === 0 ? 'text-ink-soft' : 'font-medium'}>
      {signed.format(delta)}
    </Cell>
  );
}
