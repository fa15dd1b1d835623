import type { AdminProductList } from '@holdfast/shared/contracts/catalog';
import { TableBody } from '../../desk/table-body.tsx';
import { Time } from '../../desk/time.tsx';
import { Badge, Cell, HeadCell, Row, RowLink, Table, TableHead } from '../../desk/table.tsx';
import { Picture } from '../../ui/picture.tsx';
import { formatMoney } from '../market/format-money.ts';
import { ProductStatus } from './product-status.tsx';
import { LOW } from './stock-form.ts';

type Item = AdminProductList['items'][number];

const pieces = new Intl.NumberFormat('en');

/** Products as the operator sees them, with their stock. */
export function GoodsList({ items }: { items: Item[] }) {
  return (
    <Table label="Goods">
      <TableHead>
        <HeadCell>Product</HeadCell>
        <HeadCell>Status</HeadCell>
        <HeadCell isNumber>Variants</HeadCell>
        <HeadCell isNumber>Price from</HeadCell>
        <HeadCell isNumber>On hand</HeadCell>
        <HeadCell isNumber>Promised</HeadCell>
        <HeadCell isNumber>Least to sell</HeadCell>
        <HeadCell isNumber className="max-lg:hidden">
          Changed
        </HeadCell>
      </TableHead>
      <TableBody>
        {items.map((item) => (
          <GoodsRow key={item.id} item={item} />
        ))}
      </TableBody>
    </Table>
  );
}

function GoodsRow({ item }: { item: Item }) {
  return (
    <Row>
      <Cell isMain>
        <div className="flex items-center gap-3">
          <div className="size-8 shrink-0 max-md:size-10 overflow-hidden rounded-sm bg-picture">
            {item.image && <Picture src={item.image.url} alt="" sizes="40px" />}
          </div>
          <div className="min-w-0">
            <RowLink href={`/operator/goods/${encodeURIComponent(item.handle)}`}>{item.title}</RowLink>
            <div className="truncate text-xs text-ink-soft">
              <span className="font-figures">{item.handle}</span>
              {item.status !== 'active' && <span className="md:hidden"> · {item.status}</span>}
            </div>
          </div>
        </div>
      </Cell>
      <Cell className="max-md:hidden">
        <ProductStatus status={item.status} />
      </Cell>
      <Cell isNumber className="max-md:hidden">
        {item.variants}
      </Cell>
      <Cell label="Price from" isNumber className="whitespace-nowrap">
        {item.priceFrom ? formatMoney(item.priceFrom, 'en') : <span title="No price yet">—</span>}
      </Cell>
      <Cell label="On hand" isNumber>
        {pieces.format(item.onHand)}
      </Cell>
      <Cell isNumber className="max-md:hidden">
        {pieces.format(item.allocated)}
      </Cell>
      <Cell label="Least to sell" isNumber className="whitespace-nowrap">
        <LeastToSell item={item} />
      </Cell>
      <Cell className="text-end text-ink-soft max-lg:hidden">
        <Time iso={item.updatedAt} />
      </Cell>
    </Row>
  );
}

/** Of the variant that has the least. More to sell than there is at all means that it is sold on back-order. */
function LeastToSell({ item: { variants, lowestAvailable, onHand } }: { item: Item }) {
  if (variants === 0) return <span title="No variant is on sale">—</span>;
  if (lowestAvailable > onHand) return <span className="font-text text-ink-soft">back-order</span>;
  if (lowestAvailable > LOW) return pieces.format(lowestAvailable);
  const isOut = lowestAvailable <= 0;
  return (
    <>
      <Badge kind={isOut ? 'danger' : 'warning'}>{isOut ? 'out' : 'low'}</Badge>
      <span className="ms-2">{lowestAvailable}</span>
    </>
  );
}
