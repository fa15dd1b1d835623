import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { MESSAGES } from '../../../../i18n/messages.ts';
import { MoreWords } from '../../../../i18n/more-words.tsx';
import { readLocale } from '../../../../i18n/server.ts';

type Props = { params: Promise<{ locale: string }>; children: ReactNode };

/** Whoever has the address may see the order: it is for nobody's index. */
export const metadata: Metadata = { robots: { index: false, follow: false } };

export default async function OrdersLayout({ params, children }: Props) {
  const { orders, checkout } = MESSAGES[await readLocale(params)];
  return <MoreWords messages={{ orders, checkout }}>{children}</MoreWords>;
}
