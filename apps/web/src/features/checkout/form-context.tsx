'use client';
import { createContext, use } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Country } from './countries.ts';
import type { Draft } from './draft.ts';
import type { FieldProblems } from './read-order-form.ts';

type FormState = { draft: Draft; problems: FieldProblems; countries: Country[]; defaultCountry: string };

export const FormContext = createContext<FormState | null>(null);

/** The checkout form around a field. */
export function useForm(): FormState {
  const form = use(FormContext);
  if (!form) throw new Error('useForm outside of the checkout form');
  return form;
}

/** What every field of the form is given: its name, what was entered before, and what is wrong with it. */
export function useField(name: string) {
  const t = useTranslations('checkout');
  const { draft, problems } = useForm();
  const problem = problems[name];
  return { name, defaultValue: draft[name], error: problem && t(`problem.${problem}`) };
}
