import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { TableBody } from '../../desk/table-body.tsx';
import { Time } from '../../desk/time.tsx';
import { Cell, HeadCell, Row, Table, TableHead } from '../../desk/table.tsx';
import { PiecesOfLines } from './pieces-of-lines.tsx';

type Props = Pick<AdminOrder, 'fulfilments' | 'lines'>;

/** What has left, a parcel a row. */
export function Parcels({ fulfilments, lines }: Props) {
  if (fulfilments.length === 0) return null;
  return (
    <section aria-labelledby="parcels" className="grid gap-2">
      <h2 id="parcels" className="text-lg">
        Parcels
      </h2>
      <Table label="Parcels">
        <TableHead>
          <HeadCell>Sent</HeadCell>
          <HeadCell>Carrier</HeadCell>
          <HeadCell>Tracking number</HeadCell>
          <HeadCell>Pieces</HeadCell>
        </TableHead>
        <TableBody>
          {fulfilments.map((parcel) => (
            <Row key={parcel.id}>
              <Cell isMain className="md:w-44">
                <Time iso={parcel.at} />
              </Cell>
              <Cell label="Carrier">{parcel.carrier ?? <None />}</Cell>
              <Cell label="Tracking number" className="font-figures break-all max-md:col-span-2">
                {parcel.trackingId ?? <None />}
              </Cell>
              <Cell isMain>
                <PiecesOfLines pieces={parcel.lines} lines={lines} />
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}

function None() {
  return <span className="font-text text-ink-soft">none given</span>;
}
