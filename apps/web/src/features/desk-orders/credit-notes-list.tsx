import type { CreditNoteList } from '@holdfast/shared/contracts/credit-notes';
import { CREDIT_NOTES } from '../../desk/keyboard-places.ts';
import { TableBody } from '../../desk/table-body.tsx';
import { Cell, HeadCell, Row, RowLink, Table, TableHead } from '../../desk/table.tsx';
import { Time } from '../../desk/time.tsx';
import { formatMoney } from '../market/format-money.ts';

type Item = CreditNoteList['items'][number];

/** Credit notes, one a row, each leading to its page. */
export function CreditNotesList({ items }: { items: Item[] }) {
  return (
    <Table label="Credit notes, newest first">
      <TableHead>
        <HeadCell>Credit note</HeadCell>
        <HeadCell>Issued</HeadCell>
        <HeadCell>Source</HeadCell>
        <HeadCell>Customer there</HeadCell>
        <HeadCell isNumber>Pieces</HeadCell>
        <HeadCell isNumber>Total</HeadCell>
      </TableHead>
      <TableBody>
        {items.map((item) => (
          <CreditNoteRow key={item.number} item={item} />
        ))}
      </TableBody>
    </Table>
  );
}

function CreditNoteRow({ item }: { item: Item }) {
  return (
    <Row>
      <Cell>
        <RowLink href={`${CREDIT_NOTES.href}/${encodeURIComponent(item.number)}`} className="font-figures">
          {item.number}
        </RowLink>
      </Cell>
      <Cell className="md:w-44">
        <Time iso={item.issuedAt} />
      </Cell>
      <Cell label="Source" className="max-md:order-1">
        {item.source} <bdi className="font-figures">{item.externalNumber}</bdi>
      </Cell>
      <Cell label="Customer there" className="break-words max-md:order-1 max-md:col-span-2">
        {item.customer ?? <span className="text-ink-soft">not known</span>}
      </Cell>
      <Cell isNumber className="max-md:hidden">
        {item.pieces}
      </Cell>
      <Cell isNumber className="whitespace-nowrap max-md:text-end">
        {formatMoney(item.total, 'en')}
      </Cell>
    </Row>
  );
}
