import { type AdminProduct, handleSchema } from '@holdfast/shared/contracts/catalog';
import { api } from '../../../../../api/server.ts';
import { addressOf, readCursors, readText, type SearchParams } from '../../../../../desk/table-address.ts';
import { load } from '../../../../../desk/table-load.ts';
import { TablePager } from '../../../../../desk/table-pager.tsx';
import { BackLink, NotThere, ReadFailure, TableEmpty } from '../../../../../desk/table-states.tsx';
import { ProductHeading } from '../../../../../features/goods/product-heading.tsx';
import { StockHistory } from '../../../../../features/goods/stock-history.tsx';
import { Variants } from '../../../../../features/goods/variants.tsx';

const LIST = '/operator/goods';
const LIMIT = 24;

type Props = { params: Promise<{ handle: string }>; searchParams: Promise<SearchParams> };

export async function generateMetadata({ params }: Props) {
  return { title: decode((await params).handle) };
}

export default async function ProductPage({ params, searchParams }: Props) {
  const handle = decode((await params).handle);
  const path = `${LIST}/${encodeURIComponent(handle)}`;
  const product = handleSchema.safeParse(handle).success
    ? await load((await api()).catalog.admin.get.query({ handle }))
    : ({ code: 'NOT_FOUND' } as const);
  if ('code' in product) {
    if (product.code === 'NOT_FOUND') {
      return <NotThere title={`There is no product “${handle}”`} href={LIST} back="All goods" />;
    }
    return <ReadFailure what="The product" code={product.code} href={path} />;
  }
  const { variants } = product.data;
  const query = await searchParams;
  const shown = variants.find(({ id }) => id === readText(query, 'variant')) ?? variants[0];
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <BackLink href={LIST}>Goods</BackLink>
        <ProductHeading product={product.data} />
      </div>
      {shown ? (
        <>
          <Variants product={product.data} shownId={shown.id} />
          <History path={path} variant={shown} cursors={readCursors(query)} />
        </>
      ) : (
        <TableEmpty title="No variant of this product is on sale" />
      )}
    </div>
  );
}

type HistoryProps = { path: string; variant: AdminProduct['variants'][number]; cursors: string[] };

async function History({ path, variant, cursors }: HistoryProps) {
  const query = { variant: variant.id };
  const answer = (await api()).inventory.movements.query({
    variantId: variant.id,
    cursor: cursors.at(-1),
    limit: LIMIT,
  });
  const movements = await load(answer);
  return (
    <section id="history" aria-labelledby="history-title" className="grid gap-2 scroll-mt-16">
      <h2 id="history-title" className="text-lg">
        Stock history <span className="text-ink-soft">· {variant.title}</span>
      </h2>
      {'code' in movements ? (
        <ReadFailure what="The stock history" code={movements.code} href={addressOf(path, query)} />
      ) : movements.data.items.length === 0 ? (
        <TableEmpty title="Nothing has moved yet" />
      ) : (
        <div>
          <StockHistory items={movements.data.items} />
          <TablePager
            path={path}
            query={query}
            cursors={cursors}
            nextCursor={movements.data.nextCursor}
            rows={movements.data.items.length}
            limit={LIMIT}
            hash="#history"
          />
        </div>
      )}
    </section>
  );
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
