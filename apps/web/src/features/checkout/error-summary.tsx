'use client';
import { type RefObject, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import type { FieldProblems } from './read-order-form.ts';

type Props = {
  problems: FieldProblems;
  form: RefObject<HTMLFormElement | null>;
};

const LABELS = {
  email: 'email',
  name: 'name',
  company: 'company',
  line1: 'line1',
  line2: 'line2',
  city: 'city',
  region: 'state',
  postalCode: 'postalCode',
  country: 'country',
  phone: 'phone',
  shippingMethod: 'shippingMethod',
} as const;

/** After a press on the button: how many fields are wrong, each a way to it. Takes the focus, so it is read out. */
export function ErrorSummary({ problems, form }: Props) {
  const t = useTranslations('checkout');
  const box = useRef<HTMLDivElement>(null);
  const names = Object.keys(problems);
  useEffect(() => {
    box.current?.focus();
  }, []);
  if (names.length === 0) return null;
  const focusOn = (name: string) => {
    const field = form.current?.querySelector<HTMLElement>(`[name="${CSS.escape(name)}"]`);
    field?.focus();
    field?.scrollIntoView({ block: 'center' });
  };
  return (
    <div
      ref={box}
      tabIndex={-1}
      role="alert"
      className="rounded-md border-s-4 border-danger bg-danger-soft px-4 py-3"
    >
      <p className="font-medium">{t('problemCount', { count: names.length })}</p>
      <ul className="mt-1">
        {names.map((name) => (
          <li key={name}>
            <button
              type="button"
              onClick={() => focusOn(name)}
              className="min-h-9 text-start underline underline-offset-4"
            >
              {labelOf(name)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );

  function labelOf(name: string): string {
    const [part, field = part] = name.split('.');
    const label = field && field in LABELS ? LABELS[field as keyof typeof LABELS] : undefined;
    const words = label ? t(`field.${label}`) : t('field.other');
    return part === 'billingAddress' ? t('inBilling', { field: words }) : words;
  }
}
