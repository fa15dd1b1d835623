'use client';
import type { Cart } from '@holdfast/shared/contracts/cart';
import type { Quote } from '@holdfast/shared/contracts/orders';
import { type ChangeEvent, type FormEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { errorCode } from '../../api/errors.ts';
import { Button } from '../../ui/button.tsx';
import { TextField } from '../../ui/field.tsx';
import { Notice } from '../../ui/notice.tsx';
import { formatMoney } from '../market/format-money.ts';
import { useHydrated } from '../../ui/use-hydrated.ts';
import { useMarket } from '../market/market-context.tsx';
import { AddressFields } from './address-fields.tsx';
import { hasUnanswered } from './attempt.ts';
import type { Country } from './countries.ts';
import { BILLING_ELSEWHERE, fillForm, isBegun, leaveDraft, readDraft, saveForm, useDraft } from './draft.ts';
import { ErrorSummary } from './error-summary.tsx';
import { FormContext, useField } from './form-context.tsx';
import { OutcomeNotice } from './outcome-notice.tsx';
import { type FieldProblems, problemsOfIssues, readOrderForm } from './read-order-form.ts';
import { ShippingMethods } from './shipping-methods.tsx';
import { SummaryAside, SummaryBar } from './summary.tsx';
import { TestCards } from './test-cards.tsx';
import { type Placing, readFailure } from './use-place-order.ts';
import { useQuote } from './use-quote.ts';

type Props = {
  cart: Cart;
  placing: Placing;
  countries: Country[];
  defaultCountry: string;
  /** As the server has worked it out for the default country. */
  initialQuote: Quote | undefined;
};

const NO_PROBLEMS: FieldProblems = {};

/** Everything that an order needs, on one page. The fields keep themselves; `draft` follows them. */
export function CheckoutForm({ cart, placing, countries, defaultCountry, initialQuote }: Props) {
  const t = useTranslations('checkout');
  const { locale } = useMarket();
  const form = useRef<HTMLFormElement>(null);
  const draft = useDraft();
  const [problems, setProblems] = useState(NO_PROBLEMS);
  const [presses, setPresses] = useState(0);

  useEffect(() => {
    if (form.current) {
      fillForm(form.current);
      if (isBegun(form.current)) saveForm(form.current);
    }
    return leaveDraft;
  }, []);

  const open = useQuote(cart, { country: undefined, shippingMethod: undefined }, initialQuote);
  const methods = open.data?.shippingMethods;
  const first = methods?.[0]?.code;
  const country = draft['shippingAddress.country'] ?? defaultCountry;
  const shippingMethod = methods?.find(({ code }) => code === draft.shippingMethod)?.code ?? first;
  const isFirst = country === defaultCountry && shippingMethod === first;
  const quote = useQuote(
    cart,
    { country: country || undefined, shippingMethod },
    isFirst ? initialQuote : undefined,
  );
  const shown = quote.data;

  const follow = ({ currentTarget, target }: ChangeEvent<HTMLFormElement>) => {
    saveForm(currentTarget);
    const { name } = target as unknown as HTMLInputElement;
    setProblems(({ [name]: _, ...others }) => others);
  };

  const send = () => {
    if (placing.isPending || !form.current || !shown) return;
    saveForm(form.current);
    const reading = readOrderForm(readDraft(), cart.id);
    setPresses((count) => count + 1);
    placing.reset();
    setProblems(reading.problems ?? NO_PROBLEMS);
    if (!reading.form) return;
    const sending = { form: reading.form, cart, expectedTotal: shown.totals.total };
    placing.mutate(sending, { onError: (error) => setProblems(problemsOfIssues(readFailure(error).issues)) });
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    send();
  };

  const isInBrowser = useHydrated();
  const isLeaving = placing.data?.status === 'placed';
  const isBusy = placing.isPending || isLeaving;
  const isOrdered = errorCode(placing.error) === 'CART_ALREADY_PLACED';
  // What is wrong with fields is said beside them.
  const hasError = Boolean(placing.error) && readFailure(placing.error).issues.length === 0;
  const hasOutcome = hasError || (placing.data !== undefined && !isLeaving);
  const hasProblems = Object.keys(problems).length > 0;
  const isSentBefore = presses === 0 && draft.email !== undefined && hasUnanswered(cart.id);
  const summary = { cart, quote: shown, isPending: quote.isFetching, hasFailed: quote.isError };

  return (
    <FormContext value={{ draft, problems, countries, defaultCountry }}>
      <div className="grid gap-x-16 lg:grid-cols-[1fr_24rem]">
        <form
          ref={form}
          noValidate
          onSubmit={submit}
          onChange={follow}
          className="grid max-w-2xl gap-10 [&_input]:scroll-mb-20 [&_select]:scroll-mb-20"
        >
          {hasProblems && <ErrorSummary key={presses} problems={problems} form={form} />}
          {isSentBefore && <Notice kind="warning">{t('unanswered')}</Notice>}
          <Part title={t('contact')}>
            <EmailField />
          </Part>
          <Part title={t('shippingAddress')}>
            <AddressFields part="shippingAddress" />
            <label className="mt-4 flex min-h-11 cursor-pointer items-center gap-3">
              <input type="checkbox" name={BILLING_ELSEWHERE} value="yes" className="size-4 accent-kelp" />
              {t('billingElsewhere')}
            </label>
          </Part>
          {draft[BILLING_ELSEWHERE] && (
            <Part title={t('billingAddress')}>
              <AddressFields part="billingAddress" />
            </Part>
          )}
          <Part title={t('shippingMethod')}>
            <ShippingMethods methods={methods} chosen={shippingMethod} />
          </Part>
          <Part title={t('payment')}>
            <TestCards />
          </Part>
          <div className="grid gap-4">
            {hasOutcome && <OutcomeNotice key={presses} placing={placing} cart={cart} onConfirm={send} />}
            {!isOrdered && (
              <Button
                type="submit"
                kind="primary"
                disabled={!isInBrowser || !shown}
                aria-disabled={isBusy}
                aria-busy={isBusy}
                className="min-h-14 w-full text-lg tabular-nums"
              >
                {label()}
              </Button>
            )}
            <p aria-live="polite" className="sr-only">
              {placing.isPending && t('placing')}
              {isLeaving && t('placed')}
            </p>
          </div>
        </form>
        <SummaryAside {...summary} />
      </div>
      <SummaryBar {...summary} />
    </FormContext>
  );

  function label(): string {
    if (isLeaving) return t('placed');
    if (placing.isPending) return t('placing');
    return t('pay', { total: formatMoney((shown ?? cart).totals.total, locale) });
  }
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <h2 className="mb-4 text-xl">{title}</h2>
      {children}
    </section>
  );
}

function EmailField() {
  const t = useTranslations('checkout');
  return (
    <TextField
      {...useField('email')}
      label={t('field.email')}
      hint={t('emailHint')}
      type="email"
      autoComplete="email"
      dir="ltr"
      required
      className="rtl:text-end"
    />
  );
}
