import type { ReactNode } from 'react';
import { readTheme } from '../../features/market/read-preferences.ts';
import { FONT_CLASSES } from '../../styles/fonts.ts';
import '../../styles/globals.css';

export default async function DeskLayout({ children }: { children: ReactNode }) {
  return (
    <html lang="en" data-theme={await readTheme()} className={FONT_CLASSES}>
      <body>{children}</body>
    </html>
  );
}
