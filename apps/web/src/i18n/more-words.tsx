'use client';
import type { ReactNode } from 'react';
import { IntlProvider, useLocale, useMessages } from 'use-intl/react';
import type { Messages } from './messages.ts';

/** Adds the words of a part to those that every page has. */
export function MoreWords({ messages, children }: { messages: Partial<Messages>; children: ReactNode }) {
  const all = { ...useMessages(), ...messages };
  return (
    <IntlProvider locale={useLocale()} messages={all} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
