'use client';
import type { Product } from '@holdfast/shared/contracts/catalog';
import { useQuery } from '@tanstack/react-query';
import { useSearchParams } from 'next/navigation';
import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { trpc } from '../../api/client.ts';
import { AddToCart } from '../cart/add-to-cart.tsx';
import { formatMoney } from '../market/format-money.ts';
import { useMarket } from '../market/market-context.tsx';
import { useHydrated } from '../../ui/use-hydrated.ts';
import { isForSale, type Variant } from './choose-variant.ts';
import { Gallery } from './gallery.tsx';
import { OptionPicker } from './option-picker.tsx';

const FRESH_MS = 1_000;

type Props = {
  product: Product;
  /** The variant that the page opens with. */
  openedWith: string;
  /** Words about the product, rendered on the server. */
  children: ReactNode;
};

export function ProductView({ product: opened, openedWith, children }: Props) {
  const product = useFreshProduct(opened);
  // Whoever comes back finds the address as it was left, around the page as it was opened.
  const asked = useSearchParams().get('variant');
  const [chosenId, setChosenId] = useState(
    product.variants.some(({ id }) => id === asked) ? asked : openedWith,
  );
  const chosen = product.variants.find(({ id }) => id === chosenId) ?? product.variants[0];
  const [images] = useState(() => leadWith(opened, chosenId));

  const choose = (variant: Variant) => {
    setChosenId(variant.id);
    window.history.replaceState(null, '', `?variant=${variant.id}`);
  };

  if (!chosen) return null;
  return (
    <div className="grid gap-x-14 gap-y-8 lg:grid-cols-[minmax(0,7fr)_minmax(20rem,5fr)]">
      <Gallery images={images} shown={chosen.image} />
      <div className="min-w-0 lg:max-w-lg">
        <h1 className="text-3xl md:text-[2.5rem]">{product.title}</h1>
        <PriceLine variant={chosen} />
        <div className="mt-6">
          <OptionPicker product={product} chosen={chosen} onChoose={choose} />
        </div>
        <StockLines product={product} variant={chosen} />
        <AddToCart variantId={chosen.id} isAvailable={isForSale(chosen)} title={titleOf(product, chosen)} />
        {children}
        <Article variant={chosen} />
      </div>
    </div>
  );
}

/**
 * Price and stock as they are now. What came with the document is; what the router shows may have been fetched ahead or
 * be kept from before, so it is asked again, quietly, as is a page that has been away and is looked at again.
 */
function useFreshProduct(opened: Product): Product {
  const market = useMarket();
  const isShownByRouter = useHydrated();
  const { data } = useQuery({
    queryKey: ['catalog.product', opened.handle, market],
    queryFn: () => trpc.catalog.product.query({ handle: opened.handle, ...market }),
    initialData: opened,
    ...(isShownByRouter && { initialDataUpdatedAt: 0 }),
    staleTime: FRESH_MS,
    // Who comes again comes with what the server knows by then.
    gcTime: 0,
    retry: false,
  });
  return data;
}

function PriceLine({ variant }: { variant: Variant }) {
  const t = useTranslations('catalog.product');
  const { locale } = useMarket();
  return (
    <p aria-live="polite" className="mt-3 flex min-h-9 items-baseline gap-3">
      <span className="sr-only">{t('priceNow')}</span>
      <bdi className="text-2xl tabular-nums" suppressHydrationWarning>
        {formatMoney(variant.price, locale)}
      </bdi>
      {variant.compareAt && (
        <span className="text-ink-soft">
          <s aria-hidden="true" className="tabular-nums decoration-1">
            {formatMoney(variant.compareAt, locale)}
          </s>
          <span className="sr-only">{t('priceWas', { price: formatMoney(variant.compareAt, locale) })}</span>
        </span>
      )}
    </p>
  );
}

const DELIVERY_WORDS = {
  in_stock: 'delivery',
  low_stock: 'delivery',
  back_order: 'deliveryBackOrder',
  out_of_stock: 'deliveryOut',
} as const;

const STOCK_COLOURS = {
  in_stock: 'text-kelp',
  low_stock: 'text-warning',
  back_order: 'text-ink',
  out_of_stock: 'text-danger',
};

/** Room for its longest words, so that the button below stays where it is. */
function StockLines({ product, variant }: { product: Product; variant: Variant }) {
  const t = useTranslations('catalog.product');
  const { availability } = variant;
  const delivery = product.variants.some(isForSale) ? DELIVERY_WORDS[availability] : 'allOut';
  return (
    <div aria-live="polite" className="mt-5 mb-4 min-h-18 text-sm sm:min-h-12">
      <p className={`font-medium ${STOCK_COLOURS[availability]}`}>{t(availability)}</p>
      <p className="text-ink-soft">{t(delivery)}</p>
    </div>
  );
}

function Article({ variant }: { variant: Variant }) {
  const t = useTranslations('catalog.product');
  if (!variant.sku) return null;
  return <p className="mt-6 text-xs tabular-nums text-ink-soft">{t('sku', { sku: variant.sku })}</p>;
}

function titleOf(product: Product, variant: Variant): string {
  return variant.title === product.title ? product.title : `${product.title}, ${variant.title}`;
}

/** The picture of the variant that the page opens with comes first: it is the one to load first. */
function leadWith(product: Product, variantId: string | null): Product['images'] {
  const lead = product.variants.find(({ id }) => id === variantId)?.image;
  return product.images.toSorted((a, b) => Number(b.url === lead) - Number(a.url === lead));
}
