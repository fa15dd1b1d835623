'use client';
import { IntentLink } from '../../ui/intent-link.tsx';
import type { Loads } from '../../ui/picture.tsx';
import type { Goods } from './describe-item.ts';
import { GoodsPicture } from './goods-picture.tsx';

type Props = { goods: Goods; sizes: string; loads?: Loads; heading?: 'h2' | 'h3' };

/**
 * One product of a list. The whole card is the link, by its title alone for those who hear it. It is a part of the
 * browser, so that a document has its markup once and beside it only what it is made of.
 */
export function GoodsCard({ goods, sizes, loads, heading: Heading = 'h2' }: Props) {
  return (
    <article className="group relative">
      <div className="overflow-hidden rounded-lg">
        <GoodsPicture
          image={goods.image}
          sizes={sizes}
          loads={loads}
          className={`transition-transform duration-200 group-hover:scale-[1.02] ${goods.isSoldOut ? 'opacity-60' : ''}`}
        />
      </div>
      <Heading className="mt-3 font-text text-base font-medium tracking-normal">
        <IntentLink
          href={goods.href}
          className="outline-none after:absolute after:inset-0 after:rounded-lg focus-visible:after:outline-2 focus-visible:after:outline-offset-2 focus-visible:after:outline-(--focus)"
        >
          {goods.title}
        </IntentLink>
      </Heading>
      <p className="mt-1 flex flex-wrap items-baseline gap-x-2.5 text-sm text-ink-soft">
        <span className="tabular-nums text-ink">{goods.price}</span>
        {goods.was && (
          <span>
            <s aria-hidden="true" className="tabular-nums decoration-1" suppressHydrationWarning>
              {goods.was.price}
            </s>
            <span className="sr-only">{goods.was.words}</span>
          </span>
        )}
        {goods.note && <span className={goods.isSoldOut ? '' : 'text-warning'}>{goods.note}</span>}
      </p>
    </article>
  );
}
