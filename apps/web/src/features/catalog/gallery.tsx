'use client';
import type { Product } from '@holdfast/shared/contracts/catalog';
import { type MouseEvent, useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { GoodsPicture } from './goods-picture.tsx';

type Props = {
  images: Product['images'];
  /** Address of the picture of what is chosen: it is brought into view when it changes. */
  shown: string | null;
};

const SIZES = '(min-width: 88rem) 46rem, (min-width: 64rem) 52vw, 100vw';

/** Pictures side by side, one in view: swiped on a phone, chosen by their small ones; links to each before script. */
export function Gallery({ images, shown }: Props) {
  const t = useTranslations('catalog.product');
  const strip = useRef<HTMLUListElement>(null);
  const [current, setCurrent] = useState(0);
  const shownBefore = useRef(shown);

  useEffect(() => {
    if (shown === shownBefore.current) return;
    shownBefore.current = shown;
    const index = images.findIndex(({ url }) => url === shown);
    if (index >= 0) bringIntoView(strip.current, index);
  }, [shown, images]);

  const follow = () => {
    const { scrollLeft = 0, clientWidth = 1 } = strip.current ?? {};
    setCurrent(Math.round(Math.abs(scrollLeft) / clientWidth));
  };
  const choose = (event: MouseEvent, index: number) => {
    event.preventDefault();
    bringIntoView(strip.current, index);
  };

  if (images.length === 0) {
    return (
      <div className="self-start overflow-hidden rounded-lg">
        <GoodsPicture image={null} sizes={SIZES} />
        <p className="sr-only">{t('noPicture')}</p>
      </div>
    );
  }
  return (
    <section aria-label={t('pictures')} className="flex flex-col gap-3 self-start lg:flex-row-reverse">
      <ul
        ref={strip}
        onScroll={follow}
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by the keyboard
        tabIndex={images.length > 1 ? 0 : undefined}
        className="relative -mx-[clamp(1rem,4vw,3.5rem)] flex min-w-0 snap-x snap-mandatory overflow-x-auto scroll-smooth [scrollbar-width:none] lg:mx-0 lg:flex-1 lg:rounded-lg"
      >
        {images.map((image, index) => (
          <li key={image.url} id={`picture-${index + 1}`} className="w-full shrink-0 snap-start">
            <GoodsPicture image={image} sizes={SIZES} loads={index === 0 ? 'first' : 'near'} />
          </li>
        ))}
      </ul>
      {images.length > 1 && (
        <ul className="flex gap-2 overflow-x-auto p-1 lg:w-20 lg:flex-col lg:overflow-visible lg:p-0">
          {images.map((image, index) => (
            <li key={image.url} className="w-16 shrink-0 lg:w-20">
              <a
                href={`#picture-${index + 1}`}
                onClick={(event) => choose(event, index)}
                aria-label={t('picture', { number: index + 1, count: images.length })}
                aria-current={index === current ? 'true' : undefined}
                className="block overflow-hidden rounded-md border border-transparent aria-[current=true]:border-ink"
              >
                <GoodsPicture image={{ ...image, alt: '' }} sizes="5rem" />
              </a>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

function bringIntoView(strip: HTMLUListElement | null, index: number): void {
  const picture = strip?.children[index];
  if (strip && picture instanceof HTMLElement) strip.scrollTo({ left: picture.offsetLeft });
}
