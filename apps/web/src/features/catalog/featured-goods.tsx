import type { Goods } from './describe-item.ts';
import { GoodsCard } from './goods-card.tsx';

export const FEATURED_GRID = 'grid grid-cols-2 gap-x-4 gap-y-9 md:gap-x-6 lg:grid-cols-4 lg:gap-y-10';
export const LEAD_CELL = 'col-span-2 lg:row-span-2';

/** The goods that lead: the first one large, four beside it, the others in a row below. */
export function FeaturedGoods({ title, goods }: { title: string; goods: Goods[] }) {
  return (
    <section className="mt-10 md:mt-14">
      <h2 className="sr-only">{title}</h2>
      <ul className={FEATURED_GRID}>
        {goods.map((each, index) => (
          <li key={each.id} className={index === 0 ? LEAD_CELL : ''}>
            <GoodsCard
              goods={each}
              heading="h3"
              sizes={index === 0 ? '(min-width: 64rem) 46vw, 92vw' : '(min-width: 64rem) 22vw, 46vw'}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}
