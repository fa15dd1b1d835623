import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { readTheme } from '../../features/market/read-preferences.ts';
import { FONT_CLASSES } from '../../styles/fonts.ts';
import '../../styles/globals.css';

export const metadata: Metadata = {
  title: { default: 'Holdfast desk', template: '%s · Holdfast desk' },
  robots: { index: false, follow: false },
};

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#fbfaf6' },
    { media: '(prefers-color-scheme: dark)', color: '#0c1413' },
  ],
};

export default async function DeskLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" data-theme={await readTheme()} className={FONT_CLASSES}>
      <body>{children}</body>
    </html>
  );
}
