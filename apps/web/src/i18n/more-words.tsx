'use client';
import type { ReactNode } from 'react';
import { IntlProvider, useLocale, useMessages } from 'use-intl/react';
import type { Messages } from './messages.ts';

/** Of a part, only what its browser code says: what is named here is sent with the page. */
type Some = { [Part in keyof Messages]?: Partial<Messages[Part]> };

/** Adds words to those that every page has in the browser. */
export function MoreWords({ messages, children }: { messages: Some; children: ReactNode }) {
  return (
    <IntlProvider locale={useLocale()} messages={{ ...useMessages(), ...messages }} timeZone="UTC">
      {children}
    </IntlProvider>
  );
}
