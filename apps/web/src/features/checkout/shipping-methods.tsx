'use client';
import type { Quote } from '@holdfast/shared/contracts/orders';
import { useTranslations } from 'use-intl/react';
import { Price } from '../cart/price.tsx';
import { Choice } from './choice.tsx';
import { useField } from './form-context.tsx';

type Props = { methods: Quote['shippingMethods'] | undefined; chosen: string | undefined };

export function ShippingMethods({ methods, chosen }: Props) {
  const t = useTranslations('checkout');
  const { error } = useField('shippingMethod');
  if (!methods) return <div className="h-28 rounded-md bg-sunken" />;
  if (methods.length === 0) return <p>{t('noMethods')}</p>;
  return (
    <fieldset aria-describedby={error && 'shipping-method-error'}>
      <legend className="sr-only">{t('shippingMethod')}</legend>
      <div className="overflow-hidden rounded-md border border-line-strong bg-raised">
        {methods.map(({ code, title, price }) => (
          <Choice
            key={code}
            name="shippingMethod"
            value={code}
            defaultChecked={code === chosen}
            title={title}
            end={price.amount === 0 ? <span>{t('free')}</span> : <Price money={price} />}
          />
        ))}
      </div>
      {error && (
        <p id="shipping-method-error" className="mt-1.5 text-sm text-danger">
          {error}
        </p>
      )}
    </fieldset>
  );
}
