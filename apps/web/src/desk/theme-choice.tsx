import type { Theme } from '../features/market/market.ts';
import { setTheme } from '../features/market/set-preferences.ts';

const CHOICES: { value: string; theme: Theme; label: string }[] = [
  { value: '', theme: undefined, label: 'System' },
  { value: 'light', theme: 'light', label: 'Light' },
  { value: 'dark', theme: 'dark', label: 'Dark' },
];

export function ThemeChoice({ theme }: { theme: Theme }) {
  return (
    <form action={setTheme}>
      <fieldset>
        <legend className="mb-1.5 text-xs text-ink-soft">Theme</legend>
        <div className="grid grid-cols-3 gap-1">
          {CHOICES.map((choice) => (
            <button
              key={choice.label}
              type="submit"
              name="theme"
              value={choice.value}
              aria-pressed={choice.theme === theme}
              className="min-h-11 rounded-md border border-line text-sm hover:border-line-strong aria-pressed:border-ink aria-pressed:bg-sunken md:min-h-8"
            >
              {choice.label}
            </button>
          ))}
        </div>
      </fieldset>
    </form>
  );
}
