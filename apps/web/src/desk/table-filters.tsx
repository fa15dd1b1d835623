'use client';
import { usePathname, useRouter } from 'next/navigation';
import { type ReactNode, useEffect, useRef, useTransition } from 'react';
import { SearchIcon } from '../ui/icons.tsx';
import { isWriting } from './is-writing.ts';
import { addressOf } from './table-address.ts';

type Choice = { name: string; label: string; options: { value: string; label: string }[] };

type Props = {
  search: { label: string; placeholder: string };
  choices: Choice[];
  /** What the address says now, by name; `q` is what is searched for. */
  values: Record<string, string | undefined>;
  /** The list itself, dimmed while the next one is on its way. */
  children: ReactNode;
};

const TYPING_MS = 250;
const CONTROL =
  'h-11 rounded-md border border-line-strong bg-raised text-sm text-ink placeholder:text-ink-soft md:h-9';

/** Search and filters of a list. They live in its address; without script the form asks for the same address. */
export function TableFilters({ search, choices, values, children }: Props) {
  const path = usePathname();
  const router = useRouter();
  const [isPending, startTransition] = useTransition();
  const form = useRef<HTMLFormElement>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const apply = () => {
    clearTimeout(timer.current);
    if (!form.current) return;
    const fields = new FormData(form.current);
    const query = Object.fromEntries(
      [...fields].map(([name, value]) => [name, typeof value === 'string' ? value.trim() : '']),
    );
    startTransition(() => router.replace(addressOf(path, query), { scroll: false }));
  };
  useShownValues(form, values);
  useSearchKey(form);
  useEffect(() => () => clearTimeout(timer.current), []);

  return (
    <>
      <form
        ref={form}
        action={path}
        className="flex flex-wrap items-center gap-2"
        onSubmit={(event) => {
          event.preventDefault();
          apply();
        }}
      >
        <div className="relative min-w-0 grow basis-full md:max-w-sm md:basis-0">
          <SearchIcon className="pointer-events-none absolute start-2.5 top-1/2 size-4 -translate-y-1/2 text-ink-soft" />
          <input
            type="search"
            name="q"
            aria-label={search.label}
            aria-keyshortcuts="/"
            placeholder={search.placeholder}
            defaultValue={values.q}
            maxLength={200}
            autoComplete="off"
            spellCheck={false}
            className={`${CONTROL} w-full ps-8 pe-2 max-md:text-base`}
            onChange={() => {
              clearTimeout(timer.current);
              timer.current = setTimeout(apply, TYPING_MS);
            }}
          />
        </div>
        {choices.map(({ name, label, options }) => (
          <select
            key={name}
            name={name}
            aria-label={label}
            defaultValue={values[name] ?? ''}
            onChange={apply}
            className={`${CONTROL} px-2 max-md:grow max-md:text-base`}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        ))}
        <noscript>
          <button type="submit" className={`${CONTROL} px-3`}>
            Show
          </button>
        </noscript>
      </form>
      <div aria-busy={isPending} className={`transition-opacity ${isPending ? 'opacity-50' : ''}`}>
        {children}
      </div>
    </>
  );
}

/** After a step back the fields say what the address says, but for the one that is being written in. */
function useShownValues(form: React.RefObject<HTMLFormElement | null>, values: Props['values']) {
  const shown = JSON.stringify(values);
  useEffect(() => {
    if (form.current) showValues(form.current, JSON.parse(shown) as Props['values']);
  }, [form, shown]);
}

function showValues(form: HTMLFormElement, values: Props['values']): void {
  for (const field of form.elements) {
    const isField = field instanceof HTMLInputElement || field instanceof HTMLSelectElement;
    if (isField && field !== document.activeElement) field.value = values[field.name] ?? '';
  }
}

/** `/` goes to the search field. */
function useSearchKey(form: React.RefObject<HTMLFormElement | null>) {
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const field = form.current?.elements.namedItem('q');
      if (event.key !== '/' || isWriting(event.target) || !(field instanceof HTMLElement)) return;
      event.preventDefault();
      field.focus();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [form]);
}
