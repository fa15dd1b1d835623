'use client';
import Link from 'next/link';
import { usePathname, useRouter } from 'next/navigation';
import { type ComponentType, type MouseEvent, useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { localePath } from '../../i18n/locales.ts';
import { useHydrated } from '../../ui/use-hydrated.ts';
import { useMarket } from '../market/market-context.tsx';
import { countPieces } from './cart-view.ts';
import { closeCartDrawer, openCartDrawer, useCartDrawer } from './drawer-state.ts';
import { BagIcon } from '../../ui/icons.tsx';
import { useCart, useChangesElsewhere } from './use-cart.ts';

const loadDrawer = () => import('./cart-drawer.tsx').then((part) => part.CartDrawer);

/** Ahead of the press. Should it fail, the press tries again. */
function fetchDrawer(): void {
  loadDrawer().catch(() => undefined);
}

/** The way to the cart in the header: a drawer, and before script the cart's page. */
export function CartButton() {
  const t = useTranslations('cart');
  const page = localePath(useMarket().locale, '/cart');
  const pathname = usePathname();
  // The cart's page hands its cart to the query that is read here; whether before or after is left to chance.
  const isHydrated = useHydrated();
  const { data } = useCart();
  useChangesElsewhere();
  const count = countPieces((isHydrated && data?.cart) || null);
  const { isOpen } = useCartDrawer();
  const [CartDrawer, setCartDrawer] = useState<ComponentType<{ isOpen: boolean }> | null>(null);
  const router = useRouter();

  useEffect(() => {
    if (!isOpen || CartDrawer) return;
    loadDrawer().then(
      (loaded) => setCartDrawer(() => loaded),
      () => {
        // Its file did not come, as after a new version of the shop: then the page does.
        closeCartDrawer();
        if (navigator.onLine) router.push(page);
      },
    );
  }, [isOpen, CartDrawer, router, page]);

  const open = (event: MouseEvent) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey || pathname === page) return;
    event.preventDefault();
    openCartDrawer();
  };

  return (
    <>
      <Link
        href={page}
        prefetch={false}
        onClick={open}
        onPointerEnter={fetchDrawer}
        onFocus={fetchDrawer}
        aria-label={count > 0 ? t('cartWithCount', { count }) : t('cart')}
        className="relative inline-flex size-11 items-center justify-center text-ink"
      >
        <BagIcon />
        {count > 0 && (
          <span
            aria-hidden="true"
            className="absolute end-0.5 top-0.5 min-w-5 rounded-full bg-kelp px-1 text-center text-xs/5 font-medium tabular-nums text-ink-inverse"
          >
            {count > 99 ? '99+' : count}
          </span>
        )}
      </Link>
      {CartDrawer && <CartDrawer isOpen={isOpen} />}
    </>
  );
}
