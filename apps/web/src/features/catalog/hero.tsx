import { srcSetOf } from '../../ui/drawn-pictures.ts';
import type { Theme } from '../market/market.ts';

const WIDE = { widths: [800, 1200, 1600], width: 1600, height: 900 };
const TALL = { widths: [600, 900, 1200], width: 900, height: 1100 };
const DARK = '(prefers-color-scheme: dark)';
const ON_PHONE = '(max-width: 40rem)';
const FORMATS = ['avif', 'webp'] as const;

type Time = 'light' | 'dark';
type Source = { media: string; srcSet: string; type: string; width: number; height: number };

/** Weather: as wide as the window, taller on a phone, dark in the dark theme. It says nothing, so it has no words. */
export function Hero({ theme }: { theme: Theme }) {
  const shown = theme ?? 'light';
  return (
    <picture>
      {sourcesOf(theme).map((source) => (
        <source key={source.srcSet} {...source} sizes="100vw" />
      ))}
      <img
        src={`/goods/hero-${shown}-1600.webp`}
        srcSet={srcSetOf(`/goods/hero-${shown}-1600.webp`, WIDE.widths, 'webp')}
        sizes="100vw"
        alt=""
        width={WIDE.width}
        height={WIDE.height}
        fetchPriority="high"
        decoding="sync"
        className="h-[92vw] max-h-[34rem] w-full bg-picture object-cover object-[50%_70%] sm:h-[42vw] sm:object-[50%_60%]"
      />
    </picture>
  );
}

/** A browser takes the first that fits. Who has chosen no theme has the system's. */
function sourcesOf(theme: Theme): Source[] {
  return theme ? sourcesAt(theme, []) : [...sourcesAt('dark', [DARK]), ...sourcesAt('light', [])];
}

function sourcesAt(time: Time, media: string[]): Source[] {
  return [
    ...inFormats(`/goods/hero-${time}-tall-900.webp`, TALL, [ON_PHONE, ...media]),
    ...inFormats(`/goods/hero-${time}-1600.webp`, WIDE, media),
  ];
}

function inFormats(src: string, { widths, width, height }: typeof WIDE, media: string[]): Source[] {
  return FORMATS.map((format) => ({
    media: media.join(' and ') || 'all',
    srcSet: srcSetOf(src, widths, format),
    type: `image/${format}`,
    width,
    height,
  }));
}
