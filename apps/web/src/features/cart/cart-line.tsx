'use client';
import type { Cart, CartProblem } from '@holdfast/shared/contracts/cart';
import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { localePath } from '../../i18n/locales.ts';
import { Picture } from '../../ui/picture.tsx';
import { formatMoney } from '../market/format-money.ts';
import { useMarket } from '../market/market-context.tsx';
import { setQuantityAction } from './actions.ts';
import { useFailureWords } from './failure-words.ts';
import { LineProblem } from './line-problem.tsx';
import { Price } from './price.tsx';
import { QuantityStepper } from './quantity-stepper.tsx';

export type Line = Cart['lines'][number];

type Props = {
  line: Line;
  problems: CartProblem[];
  /** The code of why its last change did not happen. */
  failure: string | null;
  /** With the line's new quantity; 0 takes it out. */
  onChange: (line: Line, quantity: number) => void;
};

export function CartLine({ line, problems, failure, onChange }: Props) {
  const t = useTranslations('cart');
  const { locale } = useMarket();
  const failureWords = useFailureWords();
  const setQuantity = (quantity: number) => onChange(line, quantity);

  return (
    <li className="grid grid-cols-[5rem_1fr] gap-4 py-5">
      <LinePicture image={line.image} />
      <div className="grid content-start gap-3">
        <div className="flex items-start justify-between gap-4">
          <Link
            href={localePath(locale, `/p/${line.handle}?variant=${line.variantId}`)}
            className="font-medium underline-offset-4 hover:underline"
          >
            <LineTitle title={line.title} />
          </Link>
          <Price money={line.total} className="font-medium" />
        </div>
        {problems.map((problem) => (
          <LineProblem key={problem.code} line={line} problem={problem} onChange={setQuantity} />
        ))}
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <QuantityStepper
            lineId={line.id}
            title={line.title}
            quantity={line.quantity}
            onChange={setQuantity}
          />
          {line.quantity > 1 && (
            <span className="text-sm text-ink-soft tabular-nums" suppressHydrationWarning>
              {t('each', { price: formatMoney(line.unitPrice, locale) })}
            </span>
          )}
          <form
            action={setQuantityAction}
            onSubmit={(event) => {
              event.preventDefault();
              setQuantity(0);
            }}
            className="ms-auto"
          >
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="lineId" value={line.id} />
            <input type="hidden" name="quantity" value={0} />
            <button
              type="submit"
              aria-label={t('removeLine', { title: line.title })}
              className="-me-2 min-h-11 px-2 text-sm text-ink-soft underline underline-offset-4 hover:text-ink"
            >
              {t('remove')}
            </button>
          </form>
        </div>
        {failure && (
          <p role="alert" className="text-sm text-danger">
            {failureWords(failure)}
          </p>
        )}
      </div>
    </li>
  );
}

/** The title says what it is; the picture beside it adds nothing for who cannot see it. */
export function LinePicture({ image }: { image: string | null }) {
  if (!image) return <span className="aspect-square w-full bg-picture" />;
  return <Picture src={image} alt="" sizes="80px" />;
}

/** "Mooring line, 12 mm / Kelp": the product, and below it what was chosen. */
export function LineTitle({ title }: { title: string }) {
  const [name = title, ...options] = title.split(', ');
  return (
    <>
      <bdi>{name}</bdi>
      {options.length > 0 && (
        <span className="block text-sm font-normal text-ink-soft">
          <bdi>{options.join(', ')}</bdi>
        </span>
      )}
    </>
  );
}
