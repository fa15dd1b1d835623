import { orderStatusSchema } from '@holdfast/shared/contracts/orders';
import Link from 'next/link';
import { api } from '../../../../api/server.ts';
import { CREDIT_NOTES } from '../../../../desk/keyboard-places.ts';
import { ORDER_STATUS } from '../../../../desk/order-status.tsx';
import { readChoice, readCursors, readText, type SearchParams } from '../../../../desk/table-address.ts';
import { TableFilters } from '../../../../desk/table-filters.tsx';
import { load } from '../../../../desk/table-load.ts';
import { TablePage } from '../../../../desk/table-page.tsx';
import { TableEmpty } from '../../../../desk/table-states.tsx';
import { OrdersList } from '../../../../features/desk-orders/orders-list.tsx';

const PATH = '/operator/orders';
const LIMIT = 50;
const CHOICES = [
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: '', label: 'Any status' },
      ...orderStatusSchema.options.map((value) => ({ value, label: ORDER_STATUS[value].word })),
    ],
  },
  {
    name: 'attention',
    label: 'Attention',
    options: [
      { value: '', label: 'All orders' },
      { value: 'yes', label: 'Needs attention' },
    ],
  },
];

export const metadata = { title: 'Orders' };

type Props = { searchParams: Promise<SearchParams> };

export default async function OrdersPage({ searchParams }: Props) {
  const params = await searchParams;
  const query = {
    q: readText(params, 'q')?.slice(0, 200),
    status: readChoice(params, 'status', orderStatusSchema.options),
    attention: readChoice(params, 'attention', ['yes']),
  };
  const cursors = readCursors(params);
  const answer = (await api()).orders.admin.list.query({
    ...query,
    attention: query.attention && true,
    cursor: cursors.at(-1),
    limit: LIMIT,
  });
  const list = await load(answer);
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <h1 className="text-2xl">Orders</h1>
        <Link
          href={CREDIT_NOTES.href}
          aria-keyshortcuts="g c"
          className="ms-auto inline-flex min-h-11 items-center text-sm underline decoration-line-strong underline-offset-4 md:min-h-0"
        >
          {CREDIT_NOTES.label}
        </Link>
      </div>
      <TableFilters
        search={{ label: 'Search orders', placeholder: 'Order number or e-mail' }}
        choices={CHOICES}
        values={query}
      >
        <TablePage
          path={PATH}
          query={query}
          cursors={cursors}
          limit={LIMIT}
          what="The orders"
          list={list}
          empty={<NoOrders isFiltered={Object.values(query).some(Boolean)} />}
        >
          {(items) => <OrdersList items={items} />}
        </TablePage>
      </TableFilters>
    </div>
  );
}

function NoOrders({ isFiltered }: { isFiltered: boolean }) {
  if (!isFiltered) return <TableEmpty title="No orders yet">The first one will be here at once.</TableEmpty>;
  return (
    <TableEmpty title="No orders fit these filters">
      <a href={PATH} className="underline underline-offset-4">
        Show all orders
      </a>
    </TableEmpty>
  );
}
