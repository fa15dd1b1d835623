'use client';
import type { Order } from '@holdfast/shared/contracts/orders';
import { useTranslations } from 'use-intl/react';
import { LocalTime } from './local-time.tsx';
import { piecesOf, type Step, stepsOf } from './steps.ts';

/** Each step of the order, done, awaited or still to come. */
export function Timeline({ order }: { order: Order }) {
  const t = useTranslations('orders');
  const steps = stepsOf(order);
  return (
    <ol aria-label={t('steps')} className="grid">
      {steps.map((step, index) => (
        <StepRow key={step.name} step={step} order={order} isLast={index === steps.length - 1} />
      ))}
    </ol>
  );
}

const DOTS = {
  done: 'border-kelp bg-kelp text-ink-inverse',
  now: 'border-kelp bg-surface',
  next: 'border-line-strong bg-surface',
  failed: 'border-danger bg-danger text-ink-inverse',
};

type RowProps = { step: Step; order: Order; isLast: boolean };

function StepRow({ step: { name, state, at }, order, isLast }: RowProps) {
  const t = useTranslations('orders');
  const hint = hintOf();
  return (
    <li
      className="grid grid-cols-[1.5rem_1fr_auto] gap-x-4"
      aria-current={state === 'now' ? 'step' : undefined}
    >
      <span aria-hidden="true" className="flex flex-col items-center">
        <span
          className={`mt-0.5 flex size-6 shrink-0 items-center justify-center rounded-full border-2 transition-colors duration-200 ${DOTS[state]}`}
        >
          <Mark state={state} />
        </span>
        {!isLast && (
          <span
            className={`w-0.5 flex-1 transition-colors duration-200 ${state === 'done' ? 'bg-kelp' : 'bg-line'}`}
          />
        )}
      </span>
      <div className={isLast ? '' : 'pb-6'}>
        <p className={state === 'next' ? 'text-ink-soft' : 'font-medium'}>
          {t(titleOf())}
          {state !== 'done' && <span className="sr-only"> ({t(`state.${state}`)})</span>}
        </p>
        <p className="min-h-6 text-sm text-ink-soft">{hint}</p>
      </div>
      {at && <LocalTime iso={at} className="text-sm/7 text-ink-soft tabular-nums" />}
    </li>
  );

  function titleOf() {
    if (state === 'failed' && name !== 'cancelled') return 'declinedStep';
    return state === 'done' || state === 'failed' ? (`done.${name}` as const) : (`step.${name}` as const);
  }

  function hintOf(): string | null {
    if (name === 'confirmed' && order.email) {
      return t(state === 'done' ? 'hint.confirmedTo' : 'hint.confirmsTo', { email: order.email });
    }
    if (state === 'failed') return name === 'cancelled' ? null : t('hint.declined');
    if (state !== 'now') return null;
    if (order.attention) return t('hint.attention');
    if (order.fulfilmentStatus === 'partially_fulfilled') return t('hint.partlySent', piecesOf(order));
    return isHinted(name) ? t(`hint.${name}`) : null;
  }
}

const HINTED = ['authorized', 'paid', 'fulfilled', 'delivered'] as const;

function isHinted(name: Step['name']): name is (typeof HINTED)[number] {
  return HINTED.some((each) => each === name);
}

function Mark({ state }: { state: Step['state'] }) {
  if (state === 'now') return <span className="size-2.5 rounded-full bg-kelp" />;
  if (state === 'next') return null;
  return (
    <svg
      viewBox="0 0 12 12"
      fill="none"
      stroke="currentColor"
      strokeWidth={2}
      strokeLinecap="round"
      className="size-3"
    >
      <path d={state === 'done' ? 'M2 6.5 5 9l5-6' : 'M2.5 2.5l7 7m0-7-7 7'} />
    </svg>
  );
}
