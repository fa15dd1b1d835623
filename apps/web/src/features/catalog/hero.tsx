import type { Theme } from '../market/market.ts';

const DARK = '(prefers-color-scheme: dark)';
const TALL = '(max-width: 40rem)';

/** Weather: as wide as the window, taller on a phone, dark in the dark theme. It says nothing, so it has no words. */
export function Hero({ theme }: { theme: Theme }) {
  const shown = theme ?? 'light';
  return (
    <picture>
      {!theme && <source media={`${TALL} and ${DARK}`} srcSet={tall('dark')} width={900} height={1100} />}
      <source media={TALL} srcSet={tall(shown)} width={900} height={1100} />
      {!theme && <source media={DARK} srcSet={wide('dark')} sizes="100vw" width={1600} height={900} />}
      <img
        src={`/goods/hero-${shown}-1600.webp`}
        srcSet={wide(shown)}
        sizes="100vw"
        alt=""
        width={1600}
        height={900}
        fetchPriority="high"
        decoding="sync"
        className="h-[92vw] max-h-[34rem] w-full bg-picture object-cover object-[50%_70%] sm:h-[42vw] sm:object-[50%_60%]"
      />
    </picture>
  );
}

function tall(theme: 'light' | 'dark'): string {
  return `/goods/hero-${theme}-tall-900.webp`;
}

function wide(theme: 'light' | 'dark'): string {
  return `/goods/hero-${theme}-800.webp 800w, /goods/hero-${theme}-1600.webp 1600w`;
}
