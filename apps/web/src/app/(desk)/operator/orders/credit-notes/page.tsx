import { api } from '../../../../../api/server.ts';
import { CREDIT_NOTES } from '../../../../../desk/keyboard-places.ts';
import { readCursors, readText, type SearchParams } from '../../../../../desk/table-address.ts';
import { TableFilters } from '../../../../../desk/table-filters.tsx';
import { load } from '../../../../../desk/table-load.ts';
import { TablePage } from '../../../../../desk/table-page.tsx';
import { BackLink, TableEmpty } from '../../../../../desk/table-states.tsx';
import { CreditNotesList } from '../../../../../features/desk-orders/credit-notes-list.tsx';

const PATH = CREDIT_NOTES.href;
const LIMIT = 50;

export const metadata = { title: 'Credit notes' };

type Props = { searchParams: Promise<SearchParams> };

export default async function CreditNotesPage({ searchParams }: Props) {
  const params = await searchParams;
  const query = { q: readText(params, 'q')?.slice(0, 40) };
  const cursors = readCursors(params);
  const answer = (await api()).orders.admin.creditNotes.list.query({
    ...query,
    cursor: cursors.at(-1),
    limit: LIMIT,
  });
  const list = await load(answer);
  return (
    <div className="grid gap-4">
      <div className="grid gap-2">
        <BackLink href="/operator/orders">Orders</BackLink>
        <h1 className="text-2xl">Credit notes</h1>
      </div>
      <TableFilters
        search={{ label: 'Search credit notes', placeholder: 'Number here or at the source' }}
        choices={[]}
        values={query}
      >
        <TablePage
          path={PATH}
          query={query}
          cursors={cursors}
          limit={LIMIT}
          what="The credit notes"
          list={list}
          empty={<NoCreditNotes isFiltered={query.q !== undefined} />}
        >
          {(items) => <CreditNotesList items={items} />}
        </TablePage>
      </TableFilters>
    </div>
  );
}

function NoCreditNotes({ isFiltered }: { isFiltered: boolean }) {
  if (!isFiltered) {
    return (
      <TableEmpty title="No credit notes yet">
        Money that goes back for an order of this shop is a refund, on the order’s page. Credit notes come
        with imported invoices that have no order here.
      </TableEmpty>
    );
  }
  return (
    <TableEmpty title="No credit note has such a number">
      <a href={PATH} className="underline underline-offset-4">
        Show all credit notes
      </a>
    </TableEmpty>
  );
}
