import type { CreditNote } from '@holdfast/shared/contracts/credit-notes';
import { TableBody } from '../../desk/table-body.tsx';
import { Cell, HeadCell, Row, Table, TableHead } from '../../desk/table.tsx';
import { Time } from '../../desk/time.tsx';
import { formatMoney } from '../market/format-money.ts';

/** What was credited, to whom, and why it is no refund of an order. */
export function CreditNotePage({ note }: { note: CreditNote }) {
  return (
    <div className="grid gap-6">
      <header className="grid gap-1">
        <div className="flex flex-wrap items-baseline gap-x-4">
          <h1 className="text-2xl">Credit note {note.number}</h1>
          <p className="ms-auto font-figures text-xl tabular-nums">{formatMoney(note.total, 'en')}</p>
        </div>
        <p className="text-sm text-ink-soft">
          Issued <Time iso={note.issuedAt} />, written down here <Time iso={note.createdAt} />
        </p>
      </header>
      <div className="grid gap-x-10 gap-y-8 lg:grid-cols-[minmax(0,1fr)_21rem]">
        <CreditedLines note={note} />
        <Facts note={note} />
      </div>
    </div>
  );
}

function CreditedLines({ note: { lines } }: { note: CreditNote }) {
  return (
    <section aria-labelledby="lines" className="grid content-start gap-2">
      <h2 id="lines" className="text-lg">
        Credited
      </h2>
      <Table label="Lines of this credit note">
        <TableHead>
          <HeadCell>Product</HeadCell>
          <HeadCell isNumber>Pieces</HeadCell>
          <HeadCell isNumber>Each</HeadCell>
          <HeadCell isNumber>Total</HeadCell>
        </TableHead>
        <TableBody>
          {lines.map((line) => (
            <Row key={line.id}>
              <Cell isMain>
                <bdi className="font-medium">{line.title}</bdi>
                <div className="text-xs text-ink-soft">
                  <span className="font-figures">{line.sku}</span>
                  {line.kind === 'charge' && ' · a charge, without goods'}
                </div>
              </Cell>
              <Cell label="Pieces" isNumber>
                {line.quantity}
              </Cell>
              <Cell label="Each" isNumber className="whitespace-nowrap">
                {formatMoney(line.unitPrice, 'en')}
              </Cell>
              <Cell label="Total" isNumber className="whitespace-nowrap">
                {formatMoney(line.total, 'en')}
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
    </section>
  );
}

function Facts({ note }: { note: CreditNote }) {
  const facts = {
    Source: note.source,
    'Number there': note.externalNumber,
    'Customer there': note.customer ?? 'not known',
    Country: note.country ?? 'not known',
    Reason: note.reason,
    Goods: note.restock ? 'Back on the shelf' : 'Not taken back',
  };
  return (
    <section aria-labelledby="facts" className="grid content-start gap-3 text-sm">
      <h2 id="facts" className="text-lg">
        No order here is its original
      </h2>
      <p className="text-ink-soft">The money went back outside of this shop.</p>
      <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1">
        {Object.entries(facts).map(([name, fact]) => (
          <div key={name} className="contents">
            <dt className="text-ink-soft">{name}</dt>
            <dd className="break-words">
              <bdi>{fact}</bdi>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
