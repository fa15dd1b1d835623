import Link from 'next/link';
import type { ReactNode } from 'react';
import { type Locale, localePath } from '../../i18n/locales.ts';
import { readCategories } from './read-categories.ts';
import { buttonClass } from '../../ui/button.tsx';

type Props = { locale: Locale; title?: string; text: string | null; children?: ReactNode };

/** A list without goods, and where there are some. */
export async function EmptyShelf({ locale, title, text, children }: Props) {
  const categories = await readCategories(locale);
  return (
    <div className="grid justify-items-start gap-5 py-10">
      {title && <h2 className="text-2xl">{title}</h2>}
      {text && <p className="max-w-prose text-ink-soft">{text}</p>}
      {children}
      <ul className="flex flex-wrap gap-3">
        {categories.map(({ handle, title: name }) => (
          <li key={handle}>
            <Link href={localePath(locale, `/c/${handle}`)} className={buttonClass('secondary')}>
              {name}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
