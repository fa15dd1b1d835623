'use client';
import { Dialog } from '@base-ui/react/dialog';
import Link from 'next/link';
import type { MouseEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { localePath } from '../../i18n/locales.ts';
import { Backdrop } from '../../ui/backdrop.tsx';
import { buttonClass } from '../../ui/button.tsx';
import { useMarket } from '../market/market-context.tsx';
import { CartContents } from './cart-contents.tsx';
import { closeCartDrawer, useCartDrawer } from './drawer-state.ts';
import { CloseIcon } from '../../ui/icons.tsx';
import { useCart } from './use-cart.ts';

function leaveByLink({ target }: MouseEvent): void {
  if (target instanceof Element && target.closest('a')) closeCartDrawer();
}

/** The cart over the page, from its inline end. */
export function CartDrawer({ isOpen }: { isOpen: boolean }) {
  const t = useTranslations('cart');
  const { locale } = useMarket();
  const { added } = useCartDrawer();
  const cart = useCart();
  return (
    <Dialog.Root open={isOpen} onOpenChange={(open) => !open && closeCartDrawer()}>
      <Dialog.Portal>
        <Backdrop />
        <Dialog.Popup
          onClick={leaveByLink}
          className="fixed inset-y-0 end-0 z-50 flex w-full max-w-md flex-col border-s border-line bg-surface text-ink transition-transform duration-200 ease-out outline-none data-ending-style:translate-x-full data-starting-style:translate-x-full rtl:data-ending-style:-translate-x-full rtl:data-starting-style:-translate-x-full"
        >
          <div className="flex items-center justify-between border-b border-line py-2 ps-5 pe-2">
            <Dialog.Title className="text-xl">{t('cart')}</Dialog.Title>
            <Dialog.Close
              aria-label={t('close')}
              className="inline-flex size-11 items-center justify-center hover:bg-sunken"
            >
              <CloseIcon />
            </Dialog.Close>
          </div>
          {added && (
            <Dialog.Description className="bg-kelp-soft px-5 py-3 text-sm text-kelp">
              {t('added', { title: added })}
            </Dialog.Description>
          )}
          <CartContents query={cart} isNarrow />
          {(cart.data?.cart?.lines.length ?? 0) > 0 && (
            <div className="border-t border-line px-5 py-2 text-center">
              <Link href={localePath(locale, '/cart')} className={buttonClass('quiet')}>
                {t('seeCart')}
              </Link>
            </div>
          )}
        </Dialog.Popup>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
