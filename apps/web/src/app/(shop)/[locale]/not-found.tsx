import type { Metadata } from 'next';
import { readLocale } from '../../../i18n/server.ts';
import { NotFoundHere } from '../../../shell/not-found-here.tsx';
import { notFoundMetadata } from '../../../shell/not-found-view.tsx';

type Props = { params: Promise<{ locale: string }> };

/** Next takes the head of every page with status 404 from here. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return notFoundMetadata(await readLocale(params));
}

export default function NotFound() {
  return <NotFoundHere />;
}
