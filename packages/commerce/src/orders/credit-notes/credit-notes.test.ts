import { randomUUID } from 'node:crypto';
import {
  creditNoteSchema,
  type IssueCreditNoteInput,
  issueCreditNoteInput,
} from '@holdfast/shared/contracts/credit-notes';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../../testing.ts';
import { importCall, readOnHand, stockSku } from '../import/testing.ts';
import { issueCreditNote } from './issue-credit-note.ts';
import { listCreditNotes } from './list-credit-notes.ts';
import { readCreditNote } from './read-credit-note.ts';

let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
});
afterAll(() => shop?.close());

const noteOf = (changes: Partial<IssueCreditNoteInput>): IssueCreditNoteInput =>
  issueCreditNoteInput.parse({
    idempotencyKey: randomUUID(),
    source: 'import',
    externalNumber: `C${randomUUID().slice(0, 8)}`,
    issuedAt: '2010-12-02T14:23:00.000Z',
    currency: 'GBP',
    customer: '15838',
    reason: 'Brought back',
    restock: true,
    lines: [],
    ...changes,
  });

const goods = (sku: string, quantity: number, unitPrice: number) =>
  ({ sku, title: 'Stickers', quantity, unitPrice, kind: 'goods' }) as const;
const discount = { sku: 'D', title: 'Discount', quantity: 1, unitPrice: 2_750, kind: 'charge' } as const;

const issue = (input: IssueCreditNoteInput) => issueCreditNote(shop, importCall(input));

it('a credit note keeps its lines as they are and puts the goods back on the shelf', async () => {
  const { sku, stockItemId, variantId } = await stockSku(shop, 10);
  const input = noteOf({ lines: [goods(sku, 24, 29), goods(sku, 12, 165), discount] });
  const note = await issue(input);
  expect(creditNoteSchema.parse(note)).toEqual(note);
  expect(note).toMatchObject({
    number: expect.stringMatching(/^CN-\d+$/),
    externalNumber: input.externalNumber,
    issuedAt: input.issuedAt,
    customer: '15838',
    total: { amount: 5_426, currency: 'GBP' },
    lines: [
      { sku, variantId, quantity: 24, unitPrice: { amount: 29 }, total: { amount: 696 } },
      { sku, variantId, quantity: 12, total: { amount: 1_980 } },
      { sku: 'D', kind: 'charge', variantId: null, total: { amount: 2_750 } },
    ],
  });
  expect(await readOnHand(shop, stockItemId)).toBe(46);
  expect(await readCreditNote(shop, note)).toEqual(note);
});

it('without restock no goods move', async () => {
  const { sku, stockItemId } = await stockSku(shop, 10);
  await issue(noteOf({ restock: false, lines: [goods(sku, 2, 100)] }));
  expect(await readOnHand(shop, stockItemId)).toBe(10);
});

it('the same note again is the first one; another under its number is refused', async () => {
  const { sku, stockItemId } = await stockSku(shop, 10);
  const input = noteOf({ lines: [goods(sku, 2, 100)] });
  const other = { ...input, idempotencyKey: randomUUID() };
  const notes = await Promise.all([issue(input), issue(other), issue(input)]);
  expect(new Set(notes.map(({ number }) => number))).toHaveLength(1);
  expect(await readOnHand(shop, stockItemId)).toBe(12);
  const changed = { ...other, idempotencyKey: randomUUID(), reason: 'Broken' };
  await expect(issue(changed)).rejects.toMatchObject({ code: 'CONFLICT' });
  await expect(readCreditNote(shop, { number: 'CN-1' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

it('the list holds each note once, newest first, and finds one by the beginning of either number', async () => {
  const own = randomUUID().slice(0, 8);
  const numbers: string[] = [];
  for (const index of [1, 2, 3, 4, 5]) {
    // Two of one moment: only the id keeps a page from repeating or losing one.
    const issuedAt = new Date(Date.UTC(2011, 0, 1) + Math.floor(index / 2)).toISOString();
    const externalNumber = `X${own}-${index}`;
    numbers.push((await issue(noteOf({ externalNumber, issuedAt, lines: [discount] }))).number);
  }
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listCreditNotes(shop, { q: `x${own}`, limit: 2, cursor });
    seen.push(...page.items.map(({ number }) => number));
    cursor = page.nextCursor ?? undefined;
  } while (cursor);
  expect(seen).toEqual(numbers.toReversed());
  const [first = ''] = numbers;
  const { items } = await listCreditNotes(shop, { q: first.toLowerCase(), limit: 24 });
  expect(items).toMatchObject([{ number: first, pieces: 0, total: { amount: 2_750, currency: 'GBP' } }]);
  await expect(listCreditNotes(shop, { cursor: 'nonsense', limit: 2 })).rejects.toMatchObject({
    code: 'VALIDATION',
  });
});
