import type { Metadata } from 'next';
import { readLocale } from '../../../../i18n/server.ts';
import { NotFoundView, notFoundMetadata } from '../../../../shell/not-found-view.tsx';

type Props = { params: Promise<{ locale: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return notFoundMetadata(await readLocale(params));
}

/** An address that is no page: answered within the shop, in its language; proxy.ts has set the status. */
export default async function NoPage({ params }: Props) {
  return <NotFoundView locale={await readLocale(params)} />;
}
