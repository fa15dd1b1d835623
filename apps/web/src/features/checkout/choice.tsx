import type { ReactNode } from 'react';

type Props = {
  name: string;
  value: string;
  defaultChecked: boolean;
  title: string;
  hint?: string | undefined;
  /** At the end of the row, such as a price. */
  end?: ReactNode;
};

/** One of several: the whole row is the target. */
export function Choice({ name, value, defaultChecked, title, hint, end }: Props) {
  return (
    <label className="flex min-h-14 cursor-pointer items-center gap-3 border-line px-4 py-3 not-first:border-t has-checked:bg-kelp-soft has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-(--focus)">
      <input
        type="radio"
        name={name}
        value={value}
        defaultChecked={defaultChecked}
        className="size-4 shrink-0 accent-kelp outline-none"
      />
      <span className="min-w-0 flex-1">
        <span className="block font-medium">{title}</span>
        {hint && <span className="block text-sm text-ink-soft">{hint}</span>}
      </span>
      {end}
    </label>
  );
}
