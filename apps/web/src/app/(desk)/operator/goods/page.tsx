import { productStatusSchema } from '@holdfast/shared/contracts/catalog';
import { api } from '../../../../api/server.ts';
import { readChoice, readCursors, readText, type SearchParams } from '../../../../desk/table-address.ts';
import { TableFilters } from '../../../../desk/table-filters.tsx';
import { load } from '../../../../desk/table-load.ts';
import { TablePage } from '../../../../desk/table-page.tsx';
import { TableEmpty } from '../../../../desk/table-states.tsx';
import { GoodsList } from '../../../../features/goods/goods-list.tsx';

const PATH = '/operator/goods';
const LIMIT = 50;
const CHOICES = [
  {
    name: 'status',
    label: 'Status',
    options: [
      { value: '', label: 'Any status' },
      { value: 'active', label: 'Active' },
      { value: 'draft', label: 'Draft' },
      { value: 'archived', label: 'Archived' },
    ],
  },
  {
    name: 'stock',
    label: 'Stock',
    options: [
      { value: '', label: 'Any stock' },
      { value: 'low', label: 'Low: 5 or fewer' },
      { value: 'out', label: 'Out of stock' },
    ],
  },
];

export const metadata = { title: 'Goods' };

type Props = { searchParams: Promise<SearchParams> };

export default async function GoodsPage({ searchParams }: Props) {
  const params = await searchParams;
  const query = {
    q: readText(params, 'q')?.slice(0, 200),
    status: readChoice(params, 'status', productStatusSchema.options),
    stock: readChoice(params, 'stock', ['low', 'out']),
  };
  const cursors = readCursors(params);
  const answer = (await api()).catalog.admin.list.query({ ...query, cursor: cursors.at(-1), limit: LIMIT });
  const list = await load(answer);
  return (
    <div className="grid gap-4">
      <h1 className="text-2xl">Goods</h1>
      <TableFilters
        search={{ label: 'Search goods', placeholder: 'Title, SKU or handle' }}
        choices={CHOICES}
        values={query}
      >
        <TablePage
          path={PATH}
          query={query}
          cursors={cursors}
          limit={LIMIT}
          what="The goods"
          list={list}
          empty={<NoGoods isFiltered={Object.values(query).some(Boolean)} />}
        >
          {(items) => <GoodsList items={items} />}
        </TablePage>
      </TableFilters>
    </div>
  );
}

function NoGoods({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <TableEmpty title="No goods fit these filters">
        <a href={PATH} className="underline underline-offset-4">
          Show all goods
        </a>
      </TableEmpty>
    );
  }
  return (
    <TableEmpty title="No goods yet">
      Import a catalog with <code className="font-figures">npm run catalog:import</code>.
    </TableEmpty>
  );
}
