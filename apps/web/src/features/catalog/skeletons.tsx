import type { ReactNode } from 'react';
import type { Locale } from '../../i18n/locales.ts';
import { translator } from '../../i18n/server.ts';
import { CardSkeleton } from './card-skeleton.tsx';
import { GoodsGrid } from './goods-grid.tsx';

const CARDS = 8;
const LINE = 'block rounded-md bg-picture';

type Props = { locale: Locale };

/** Goods that have not come yet, as large as they will be. */
function Cards() {
  return (
    <GoodsGrid>
      {Array.from({ length: CARDS }, (_, index) => (
        <CardSkeleton key={index} />
      ))}
    </GoodsGrid>
  );
}

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
          <span className={`${LINE} h-[2.6rem] w-48 md:h-[4.3rem] md:w-80`} />
        </div>
        <div className="mt-6 mb-8 h-26 border-y border-line md:mt-8 md:h-14" />
        <Cards />
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
          <div className="-mx-[clamp(1rem,4vw,3.5rem)] aspect-square bg-picture lg:mx-0 lg:ms-23 lg:rounded-lg" />
          <div className="lg:max-w-lg">
            <span className={`${LINE} h-9 w-3/4 md:h-11`} />
            <span className={`${LINE} mt-4 h-8 w-28`} />
            <span className={`${LINE} mt-6 h-24 w-full`} />
            <span className={`${LINE} mt-8 h-12 w-full`} />
          </div>
        </div>
      </div>
    </Waiting>
  );
}

/** The home page before its goods have come. */
export function HomeSkeleton({ locale }: Props) {
  return (
    <Waiting locale={locale}>
      <div className="h-[92vw] max-h-[34rem] bg-picture sm:h-[42vw]" />
      <div className="frame">
        <span className={`${LINE} mt-7 h-10 w-2/3 max-w-xl`} />
        <div className="mt-14">
          <Cards />
        </div>
      </div>
    </Waiting>
  );
}
