import type { ReactNode } from 'react';
import { CheckIcon } from '../../ui/icons.tsx';
import { ChoiceLink } from './choice-link.tsx';

export type Facet = {
  title: string;
  values: { label: string; count: string; isChosen: boolean; href: string }[];
};

type Props = { title: string; facets: Facet[]; children?: ReactNode };

/** What a search can be narrowed by: each value is a link to the search with or without it. */
export function Facets({ title, facets, children }: Props) {
  return (
    <section
      aria-label={title}
      className="grid grid-cols-[minmax(0,1fr)] content-start justify-items-start gap-3 lg:gap-6"
    >
      {facets
        .filter(({ values }) => values.length > 0)
        .map((facet) => (
          <div key={facet.title} className="w-full">
            <h2 className="mb-1 font-text text-sm font-medium tracking-normal">{facet.title}</h2>
            <ul className="-mx-3 flex gap-x-1 overflow-x-auto lg:flex-col">
              {facet.values.map(({ label, count, isChosen, href }) => (
                <li key={label} className="shrink-0">
                  <ChoiceLink href={href} isChosen={isChosen}>
                    {isChosen && <CheckIcon className="-ms-1 size-4" />}
                    {label}
                    <span className="text-ink-soft tabular-nums">{count}</span>
                  </ChoiceLink>
                </li>
              ))}
            </ul>
          </div>
        ))}
      {children}
    </section>
  );
}
