'use client';
import { useTranslations } from 'use-intl/react';
import { Choice } from './choice.tsx';

/** What the provider `test` can be made to do. */
const TOKENS = ['ok', 'declined', 'slow', 'flaky', 'lost', 'down'] as const;

/** The cards of a shop that charges nobody, named by what becomes of them. */
export function TestCards() {
  const t = useTranslations('checkout');
  return (
    <fieldset>
      <legend className="sr-only">{t('payment')}</legend>
      <p className="mb-4 border-s-2 border-line-strong ps-3 text-sm text-ink-soft">{t('testShop')}</p>
      <div className="overflow-hidden rounded-md border border-line-strong bg-raised">
        {TOKENS.map((token) => (
          <Choice
            key={token}
            name="payment.token"
            value={token}
            defaultChecked={token === 'ok'}
            title={t(`card.${token}`)}
            hint={t(`cardHint.${token}`)}
          />
        ))}
      </div>
    </fieldset>
  );
}
