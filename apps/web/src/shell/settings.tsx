import type { ReactNode } from 'react';
import { CURRENCIES, type Market, type Theme } from '../features/market/market.ts';
import { setCurrency, setTheme } from '../features/market/set-preferences.ts';
import { translator } from '../i18n/server.ts';
import { LanguageLinks } from './language-links.tsx';

const CHOICE =
  'inline-flex min-h-11 items-center rounded-md border border-line px-3 text-sm hover:border-line-strong aria-[current=true]:border-ink aria-[current=true]:bg-sunken aria-[pressed=true]:border-ink aria-[pressed=true]:bg-sunken md:min-h-9';

type Props = { market: Market; theme: Theme };

/** Language, currency and theme. Links and forms only: it works before script. */
export function Settings({ market, theme }: Props) {
  const t = translator(market.locale, 'shell');
  return (
    <div className="grid gap-5">
      <Choices title={t('language')}>
        <LanguageLinks locale={market.locale} className={CHOICE} />
      </Choices>
      <form action={setCurrency}>
        <Choices title={t('currency')}>
          {CURRENCIES.map((currency) => (
            <button
              key={currency}
              type="submit"
              name="currency"
              value={currency}
              aria-pressed={currency === market.currency}
              className={CHOICE}
            >
              {currency}
            </button>
          ))}
        </Choices>
      </form>
      <form action={setTheme}>
        <Choices title={t('theme')}>
          <ThemeButton value="" isChosen={!theme} label={t('themeSystem')} />
          <ThemeButton value="light" isChosen={theme === 'light'} label={t('themeLight')} />
          <ThemeButton value="dark" isChosen={theme === 'dark'} label={t('themeDark')} />
        </Choices>
      </form>
    </div>
  );
}

function Choices({ title, children }: { title: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend className="mb-2 text-sm text-ink-soft">{title}</legend>
      <div className="flex flex-wrap gap-2">{children}</div>
    </fieldset>
  );
}

function ThemeButton({ value, isChosen, label }: { value: string; isChosen: boolean; label: string }) {
  return (
    <button type="submit" name="theme" value={value} aria-pressed={isChosen} className={CHOICE}>
      {label}
    </button>
  );
}
