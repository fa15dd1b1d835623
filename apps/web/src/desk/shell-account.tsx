import type { User } from '@holdfast/shared/contracts/identity';
import { signOut } from '../features/identity/actions.ts';
import { THEMES, type Theme } from '../features/market/market.ts';
import { setTheme } from '../features/market/set-preferences.ts';
import { Disclosure } from '../shell/disclosure.tsx';
import { ChevronDownIcon } from '../ui/icons.tsx';

const CHOICE =
  'inline-flex min-h-11 flex-1 items-center justify-center rounded-md border border-line px-2 text-sm hover:border-line-strong aria-[pressed=true]:border-ink aria-[pressed=true]:bg-sunken md:min-h-9';
const THEME_WORDS = { light: 'Light', dark: 'Dark' } as const;

type Props = { user: Pick<User, 'name' | 'email'>; theme: Theme };

/** Who is signed in, the theme, and the way out. Forms only: it works before script. */
export function ShellAccount({ user, theme }: Props) {
  return (
    <Disclosure
      label={`Account of ${user.name}`}
      summary={
        <>
          <span className="max-w-36 truncate text-sm">{user.name}</span>
          <ChevronDownIcon className="size-4" />
        </>
      }
      summaryClass="inline-flex h-11 items-center gap-1.5 px-2 md:h-12"
      className="relative"
    >
      <div className="absolute end-0 top-full z-30 grid w-68 gap-5 rounded-lg border border-line bg-raised p-4">
        <p className="text-sm">
          <span className="block font-medium">{user.name}</span>
          <span className="block break-words text-ink-soft">{user.email}</span>
        </p>
        <form action={setTheme}>
          <fieldset>
            <legend className="mb-2 text-sm text-ink-soft">Theme</legend>
            <div className="flex gap-2">
              <button type="submit" name="theme" value="" aria-pressed={!theme} className={CHOICE}>
                System
              </button>
              {THEMES.map((name) => (
                <button
                  key={name}
                  type="submit"
                  name="theme"
                  value={name}
                  aria-pressed={theme === name}
                  className={CHOICE}
                >
                  {THEME_WORDS[name]}
                </button>
              ))}
            </div>
          </fieldset>
        </form>
        <form action={signOut}>
          <button
            type="submit"
            className="min-h-11 w-full rounded-md border border-line-strong text-sm hover:bg-sunken md:min-h-9"
          >
            Sign out
          </button>
        </form>
      </div>
    </Disclosure>
  );
}
