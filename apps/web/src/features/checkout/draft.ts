import { useSyncExternalStore } from 'react';

/** What has been entered, by field name. Names are the paths of `orders.place`: "shippingAddress.city". */
export type Draft = Readonly<Record<string, string>>;

const KEY = 'hf_checkout';
const NONE: Draft = {};

let draft: Draft | undefined;
const watchers = new Set<() => void>();

/** Kept for this tab, so that neither a reload nor an error loses it. Empty while the server renders. */
export function useDraft(): Draft {
  return useSyncExternalStore(watch, readDraft, () => NONE);
}

export function readDraft(): Draft {
  draft ??= readStored();
  return draft;
}

/** Reads a form into the draft. Fields that are not shown now keep what they had. */
export function saveForm(form: HTMLFormElement): void {
  const entries = [...new FormData(form)].filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  const values = Object.fromEntries(entries);
  change({ ...readDraft(), ...values, [BILLING_ELSEWHERE]: values[BILLING_ELSEWHERE] ?? '' });
}

/** After the order was placed. The form still shows it until it has gone. */
export function eraseDraft(): void {
  try {
    sessionStorage.removeItem(KEY);
  } catch {
    // Then nothing was kept either.
  }
}

/** The form has gone: the next one begins with what is stored. */
export function leaveDraft(): void {
  draft = undefined;
}

/** Puts the draft into a form; what was typed before script was there stays. */
export function fillForm(form: HTMLFormElement): void {
  for (const [name, value] of Object.entries(readDraft())) {
    for (const field of form.querySelectorAll<HTMLInputElement | HTMLSelectElement>(
      `[name="${CSS.escape(name)}"]`,
    )) {
      if (field.type === 'radio' || field.type === 'checkbox') {
        field.checked = field.value === value;
      } else if (field.value === '' || field instanceof HTMLSelectElement) field.value = value;
    }
  }
}

/** Whether anything was typed. Before that, what is chosen is only what the shop proposes for the page's market. */
export function isBegun(form: HTMLFormElement): boolean {
  return [...form.elements].some((field) => field instanceof HTMLInputElement && isTyped(field));
}

function isTyped({ type, value }: HTMLInputElement): boolean {
  return type !== 'radio' && type !== 'checkbox' && value !== '';
}

export const BILLING_ELSEWHERE = 'billingElsewhere';

function change(next: Draft): void {
  draft = next;
  try {
    sessionStorage.setItem(KEY, JSON.stringify(next));
  } catch {
    // Storage may be refused or full; then the draft lives as long as the page.
  }
  for (const tell of watchers) tell();
}

function readStored(): Draft {
  try {
    return JSON.parse(sessionStorage.getItem(KEY) ?? '{}') as Draft;
  } catch {
    return NONE;
  }
}

function watch(tell: () => void): () => void {
  watchers.add(tell);
  return () => watchers.delete(tell);
}
