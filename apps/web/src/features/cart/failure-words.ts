import { useTranslations } from 'use-intl/react';

/** What a change of the cart that did not happen is called. */
export function useFailureWords(): (code: string) => string {
  const t = useTranslations('cart');
  return (code) => {
    if (code === 'OFFLINE') return t('failureOffline');
    if (code === 'NOT_FOUND') return t('failureGone');
    if (code === 'VALIDATION') return t('failureInvalid');
    if (code === 'CART_ALREADY_PLACED') return t('notePlaced');
    return t('failureBusy');
  };
}
