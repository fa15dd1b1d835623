import { ChoiceLink } from './choice-link.tsx';

export type Choice = { label: string; href: string; isChosen: boolean; count?: string | undefined };

/** A row of which one is chosen: links, so that each choice has an address. */
export function ChoiceLinks({ title, choices }: { title: string; choices: Choice[] }) {
  return (
    <nav aria-label={title} className="flex items-center gap-x-1 overflow-x-auto">
      <span aria-hidden="true" className="shrink-0 pe-2 text-sm text-ink-soft">
        {title}
      </span>
      {choices.map(({ label, href, isChosen, count }) => (
        <ChoiceLink key={label} href={href} isChosen={isChosen}>
          {label}
          {count !== undefined && <span className="text-ink-soft tabular-nums">{count}</span>}
        </ChoiceLink>
      ))}
    </nav>
  );
}
