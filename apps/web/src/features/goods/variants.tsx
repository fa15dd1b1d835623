'use client';
import type { AdminProduct } from '@holdfast/shared/contracts/catalog';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { TableBody } from '../../desk/table-body.tsx';
import { Badge, Cell, HeadCell, Row, Table, TableHead } from '../../desk/table.tsx';
import { Picture } from '../../ui/picture.tsx';
import { formatMoney } from '../market/format-money.ts';
import { PriceDialog } from './price-dialog.tsx';
import { SellingDialog } from './selling-dialog.tsx';
import { StockDialog } from './stock-dialog.tsx';
import { LOW, splitAvailable } from './stock-form.ts';

type Variant = AdminProduct['variants'][number];

type Props = {
  product: AdminProduct;
  /** Whose stock history is shown below. */
  shownId: string | undefined;
};

/** What is being changed; the ids outlive a new reading of the product. */
type Change = { variantId: string; what: 'stock' | 'selling' | { currency: string } };

const pieces = new Intl.NumberFormat('en');
const EDIT =
  'min-h-11 rounded-sm max-md:-my-3 underline decoration-line-strong decoration-dotted underline-offset-4 hover:decoration-ink hover:decoration-solid md:min-h-8';

/** The variants on sale, each price, each stock and what is sold beyond it a button that changes it. */
export function Variants({ product, shownId }: Props) {
  const router = useRouter();
  const [change, setChange] = useState<Change | null>(null);
  const [done, setDone] = useState('');
  const variant = product.variants.find(({ id }) => id === change?.variantId);

  // After a lost answer the change may have been made: what is shown is read anew in any case.
  const close = () => {
    setChange(null);
    router.refresh();
  };
  const dialog = {
    onClose: close,
    onDone: (message: string) => {
      setDone(message);
      close();
    },
  };
  const start = (next: Change) => {
    setDone('');
    setChange(next);
  };
  return (
    <section aria-labelledby="variants" className="grid gap-2">
      <div className="flex flex-wrap items-baseline justify-between gap-x-4">
        <h2 id="variants" className="text-lg">
          Variants
        </h2>
        <output className="text-sm font-medium">{done}</output>
      </div>
      <Table label="Variants">
        <TableHead>
          <HeadCell>Variant</HeadCell>
          {product.currencies.map((currency) => (
            <HeadCell key={currency} isNumber>
              {currency}
            </HeadCell>
          ))}
          <HeadCell isNumber>On hand</HeadCell>
          <HeadCell isNumber>Promised</HeadCell>
          <HeadCell isNumber>To sell</HeadCell>
          <HeadCell>
            <span className="sr-only">History</span>
          </HeadCell>
        </TableHead>
        <TableBody>
          {product.variants.map((each) => (
            <Row key={each.id} isMarked={product.variants.length > 1 && each.id === shownId}>
              <VariantCell variant={each} product={product} />
              {product.currencies.map((currency) => (
                <PriceCell
                  key={currency}
                  variant={each}
                  currency={currency}
                  onEdit={() => start({ variantId: each.id, what: { currency } })}
                />
              ))}
              <Cell label="On hand" isNumber>
                <button
                  type="button"
                  className={EDIT}
                  title="Change the stock"
                  aria-label={`Change the stock of ${each.title}, ${each.onHand} on hand`}
                  onClick={() => start({ variantId: each.id, what: 'stock' })}
                >
                  {pieces.format(each.onHand)}
                </button>
              </Cell>
              <Cell label="Promised" isNumber>
                {pieces.format(each.allocated)}
              </Cell>
              <Cell label="To sell" isNumber className="md:whitespace-nowrap">
                <ToSell variant={each} onEdit={() => start({ variantId: each.id, what: 'selling' })} />
              </Cell>
              <Cell isMain className="md:text-end">
                <Link
                  href={`?variant=${each.id}#history`}
                  prefetch={false}
                  aria-current={each.id === shownId ? 'true' : undefined}
                  className="inline-flex min-h-11 items-center text-sm underline decoration-line-strong underline-offset-4 hover:decoration-ink md:min-h-8"
                >
                  History<span className="sr-only"> of {each.title}</span>
                </Link>
              </Cell>
            </Row>
          ))}
        </TableBody>
      </Table>
      {variant && typeof change?.what === 'object' && (
        <PriceDialog variant={variant} currency={change.what.currency} {...dialog} />
      )}
      {variant && change?.what === 'stock' && <StockDialog variant={variant} {...dialog} />}
      {variant && change?.what === 'selling' && <SellingDialog variant={variant} {...dialog} />}
    </section>
  );
}

function VariantCell({ variant, product }: { variant: Variant; product: AdminProduct }) {
  const picture = variant.image ?? product.images[0]?.url;
  return (
    <Cell isMain>
      <div className="flex items-center gap-3">
        <div className="size-8 shrink-0 overflow-hidden rounded-sm bg-picture max-md:size-10">
          {picture && <Picture src={picture} alt="" sizes="40px" />}
        </div>
        <div className="min-w-0">
          <bdi className="block font-medium">{variant.title}</bdi>
          <div className="font-figures text-xs text-ink-soft">{variant.sku ?? 'no SKU'}</div>
        </div>
      </div>
    </Cell>
  );
}

type PriceCellProps = { variant: Variant; currency: string; onEdit: () => void };

function PriceCell({ variant, currency, onEdit }: PriceCellProps) {
  const known = variant.prices.find(({ price }) => price.currency === currency);
  const words = known ? `now ${formatMoney(known.price, 'en')}` : 'none yet';
  return (
    <Cell label={currency} isNumber className="whitespace-nowrap">
      {known?.compareAt && (
        <s className="me-2 text-xs text-ink-soft max-md:block" title="Former price">
          {formatMoney(known.compareAt, 'en')}
        </s>
      )}
      <button
        type="button"
        className={EDIT}
        title="Change the price"
        aria-label={`Change the price of ${variant.title} in ${currency}, ${words}`}
        onClick={onEdit}
      >
        {known ? formatMoney(known.price, 'en') : '—'}
      </button>
    </Cell>
  );
}

type ToSellProps = { variant: Variant; onEdit: () => void };

function ToSell({ variant, onEdit }: ToSellProps) {
  const { free, onOrder } = splitAvailable(variant);
  const beyond = onOrder > 0 ? `, ${onOrder} on back-order` : '';
  return (
    <>
      {onOrder === 0 && free <= LOW && (
        <span className="me-2">
          <Badge kind={free === 0 ? 'danger' : 'warning'}>{free === 0 ? 'out' : 'low'}</Badge>
        </span>
      )}
      <button
        type="button"
        className={EDIT}
        title="Change what is sold beyond the stock"
        aria-label={`Change what is sold beyond the stock of ${variant.title}, ${free} to sell${beyond}`}
        onClick={onEdit}
      >
        {pieces.format(free)}
      </button>
      {onOrder > 0 && <span className="font-text text-ink-soft"> + back-order</span>}
    </>
  );
}
