/** The files of fonts.css, for pages in Hebrew to ask for before the style sheet is read. */
export const HEBREW_FONTS = [
  new URL(
    '@fontsource-variable/noto-sans-hebrew/files/noto-sans-hebrew-hebrew-wght-normal.woff2',
    import.meta.url,
  ).toString(),
  new URL(
    '@fontsource-variable/noto-serif-hebrew/files/noto-serif-hebrew-hebrew-wght-normal.woff2',
    import.meta.url,
  ).toString(),
];
