'use client';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { IntlProvider } from 'use-intl/react';
import type { Locale } from '../i18n/locales.ts';
import type { Messages } from '../i18n/messages.ts';

type Props = { locale: Locale; messages: Partial<Messages>; children: ReactNode };

/** React Query and the words of the parts that run in the browser. */
export function ClientProviders({ locale, messages, children }: Props) {
  const [queries] = useState(() => new QueryClient());
  return (
    <IntlProvider locale={locale} messages={messages} timeZone="UTC">
      <QueryClientProvider client={queries}>{children}</QueryClientProvider>
    </IntlProvider>
  );
}
