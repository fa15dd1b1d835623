import { addressSchema, placeOrderInput } from '@holdfast/shared/contracts/orders';
import type { z } from 'zod';
import { addressFormat } from './address-format.ts';
import { BILLING_ELSEWHERE, type Draft } from './draft.ts';

const formSchema = placeOrderInput.omit({ idempotencyKey: true, expectedTotal: true });
export type OrderForm = z.output<typeof formSchema>;

/** What is wrong with a field; the words for it are `checkout.problem.<this>`. */
export type FieldProblem = 'missing' | 'email' | 'tooLong' | 'invalid';
export type FieldProblems = Readonly<Record<string, FieldProblem>>;

type Reading = { form: OrderForm; problems?: undefined } | { form?: undefined; problems: FieldProblems };

/** Reads what was entered as the order to place, or tells what is wrong with it by field name. */
export function readOrderForm(draft: Draft, cartId: string): Reading {
  const isBilledElsewhere = Boolean(draft[BILLING_ELSEWHERE]);
  const parsed = formSchema.safeParse({
    cartId,
    email: draft.email?.trim() ?? '',
    shippingAddress: readAddress(draft, 'shippingAddress'),
    ...(isBilledElsewhere && { billingAddress: readAddress(draft, 'billingAddress') }),
    shippingMethod: draft.shippingMethod,
    payment: { provider: 'test', token: draft['payment.token'] },
  });
  const problems: Record<string, FieldProblem> = {};
  for (const issue of parsed.error?.issues ?? []) {
    const name = issue.path.join('.');
    problems[name] ??= problemOf(name, issue, draft);
  }
  for (const part of isBilledElsewhere ? ADDRESSES : ADDRESSES.slice(0, 1)) {
    for (const name of missingFields(draft, part)) problems[name] = 'missing';
  }
  return parsed.success && Object.keys(problems).length === 0 ? { form: parsed.data } : { problems };
}

/** The API's issues have the fields' names as paths. */
export function problemsOfIssues(issues: { path: string }[]): FieldProblems {
  return Object.fromEntries(issues.map(({ path }) => [path, 'invalid' as const]));
}

const ADDRESSES = ['shippingAddress', 'billingAddress'] as const;
export type AddressPart = (typeof ADDRESSES)[number];

/** Only what the country's addresses have: a field that is not shown may still hold something. */
function readAddress(draft: Draft, part: AddressPart): Record<string, string> {
  const format = addressFormat(draft[`${part}.country`] ?? '');
  const fields = Object.keys(addressSchema.shape).filter(
    (field) =>
      !(field === 'region' && !format.region) && !(field === 'postalCode' && format.postalCode === 'none'),
  );
  const filled = fields.map((field) => [field, draft[`${part}.${field}`]?.trim() ?? ''] as const);
  return Object.fromEntries(filled.filter(([, value]) => value !== ''));
}

/** What the schema lets be empty for those countries that do not have it. */
function missingFields(draft: Draft, part: AddressPart): string[] {
  const format = addressFormat(draft[`${part}.country`] ?? '');
  const asked = [
    ...(format.region ? [`${part}.region`] : []),
    ...(format.postalCode === 'required' ? [`${part}.postalCode`] : []),
  ];
  return asked.filter((name) => !draft[name]?.trim());
}

function problemOf(name: string, issue: z.core.$ZodIssue, draft: Draft): FieldProblem {
  if (!draft[name]?.trim()) return 'missing';
  if (issue.code === 'too_big') return 'tooLong';
  return name === 'email' ? 'email' : 'invalid';
}
