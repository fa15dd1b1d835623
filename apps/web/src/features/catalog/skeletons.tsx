import type { ReactNode } from 'react';
import type { Locale } from '../../i18n/locales.ts';
import { translator } from '../../i18n/server.ts';
import { CardSkeleton } from './card-skeleton.tsx';
import { FEATURED_GRID, LEAD_CELL } from './featured-goods.tsx';
import { GoodsGrid } from './goods-grid.tsx';

const CARDS = 8;
const LINE = 'block rounded-md bg-picture';

type Props = { locale: Locale };

/** Goods that have not come yet, as large as they will be. */
const cards = () => Array.from({ length: CARDS }, (_, index) => <CardSkeleton key={index} />);

/** Long enough that the foot of the page stays out of sight. */
function Waiting({ locale, children }: Props & { children: ReactNode }) {
  return (
    <div className="min-h-dvh">
      <output className="sr-only">{translator(locale, 'catalog')('list.loading')}</output>
      <div aria-hidden="true">{children}</div>
    </div>
  );
}

/** A category before its goods have come. */
export function ShelfSkeleton({ locale }: Props) {
  return (
    <Waiting locale={locale}>
      <div className="frame">
        <div className="py-3 md:py-5">
          <span className={`${LINE} my-3.5 h-4 w-40 md:my-2`} />
        </div>
        <div className="pt-2 md:pt-4">
          <span className={`${LINE} h-10 w-48 md:h-15 md:w-80`} />
        </div>
        <div className="mt-6 mb-8 h-25.5 border-y border-line md:mt-8 md:h-12.5" />
        <GoodsGrid>{cards()}</GoodsGrid>
      </div>
    </Waiting>
  );
}

/** A product before it has come. */
export function ProductSkeleton({ locale }: Props) {
  return (
    <Waiting locale={locale}>
      <div className="frame">
        <div className="py-3 md:py-5">
          <span className={`${LINE} my-3.5 h-4 w-64 max-w-full md:my-2`} />
        </div>
        <div className="grid gap-x-14 gap-y-8 lg:grid-cols-[minmax(0,7fr)_minmax(20rem,5fr)]">
          <div className="flex flex-col gap-3 self-start lg:flex-row-reverse">
            <div className="-mx-[clamp(1rem,4vw,3.5rem)] aspect-square bg-picture lg:mx-0 lg:flex-1 lg:rounded-lg" />
            <div className="flex gap-2 p-1 lg:w-20 lg:flex-col lg:p-0">
              <span className={`${LINE} size-16 lg:size-20`} />
              <span className={`${LINE} size-16 lg:size-20`} />
            </div>
          </div>
          <div className="lg:max-w-lg">
            <span className={`${LINE} h-9 w-3/4 md:h-12`} />
            <span className={`${LINE} mt-4 mb-1 h-7 w-28`} />
            <div className="mt-6 grid gap-5">
              <Option />
              <Option />
            </div>
            <span className={`${LINE} mt-5.5 h-4 w-24`} />
            <span className={`${LINE} mt-1 mb-12.5 h-4 w-3/5 sm:mb-6.5`} />
            <div className="flex gap-3">
              <span className={`${LINE} h-11 w-20`} />
              <span className={`${LINE} h-11 flex-1`} />
            </div>
            <span className={`${LINE} mt-12 h-4 w-2/5`} />
          </div>
        </div>
      </div>
    </Waiting>
  );
}

/** The name of what is to be chosen, and its values. */
function Option() {
  return (
    <div>
      <span className={`${LINE} h-4 w-28`} />
      <div className="mt-3 flex gap-2">
        <span className={`${LINE} h-11 w-16`} />
        <span className={`${LINE} h-11 w-16`} />
        <span className={`${LINE} h-11 w-16`} />
      </div>
    </div>
  );
}

/** The goods of the home page before they have come. */
export function HomeSkeleton({ locale }: Props) {
  return (
    <Waiting locale={locale}>
      <ul className={`mt-10 md:mt-14 ${FEATURED_GRID}`}>
        <CardSkeleton className={LEAD_CELL} />
        {cards()}
      </ul>
    </Waiting>
  );
}
