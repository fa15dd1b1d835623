import localFont from 'next/font/local';

/** Latin faces, one file each, preloaded; what stands in for them until they arrive has their measure: fonts.css. */
const fraunces = localFont({
  src: '../../node_modules/@fontsource-variable/fraunces/files/fraunces-latin-wght-normal.woff2',
  weight: '100 900',
  variable: '--font-fraunces',
  adjustFontFallback: false,
  display: 'swap',
});

const instrumentSans = localFont({
  src: '../../node_modules/@fontsource-variable/instrument-sans/files/instrument-sans-latin-wght-normal.woff2',
  weight: '400 700',
  variable: '--font-instrument-sans',
  adjustFontFallback: false,
  display: 'swap',
});

const geistMono = localFont({
  src: '../../node_modules/@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2',
  weight: '100 900',
  variable: '--font-geist-mono',
  adjustFontFallback: false,
  display: 'swap',
  preload: false,
});

export const FONT_CLASSES = `${fraunces.variable} ${instrumentSans.variable} ${geistMono.variable}`;
