import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sha256 } from '../infra/tokens.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { ensureOperator } from './ensure-operator.ts';
import { login } from './login.ts';
import { readViewer } from './read-viewer.ts';

const operator = { email: 'Boss@Example.com', password: 'the first password' };
let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  await ensureOperator(shop, operator);
});
afterAll(() => shop.close());

test('an operator is made once, and the same password leaves their sessions open', async () => {
  const { accessToken, user } = await login(shop, operator);
  expect(await ensureOperator(shop, operator)).toBe(false);
  expect(user.role).toBe('operator');
  expect(await readViewer(shop, accessToken)).not.toBeNull();
});

test('an operator gets the new password, and their sessions of the old one end', async () => {
  const before = { email: 'moved@example.com', password: 'the old password' };
  const now = { ...before, password: 'the new password' };
  await ensureOperator(shop, before);
  const { accessToken } = await login(shop, before);
  const other = await login(shop, operator);
  expect(await ensureOperator(shop, now)).toBe(false);
  await expect(login(shop, before)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
  expect(await readViewer(shop, accessToken)).toBeNull();
  expect((await login(shop, now)).user.role).toBe('operator');
  expect(await readViewer(shop, other.accessToken)).not.toBeNull();
});

test('two starts at once make one operator', async () => {
  const twin = { email: 'twin@example.com', password: 'twin password' };
  const made = await Promise.all([ensureOperator(shop, twin), ensureOperator(shop, twin)]);
  expect(made.filter(Boolean)).toHaveLength(1);
});

test('a session opens with its access token, whatever the case of the e-mail', async () => {
  const session = await login(shop, { ...operator, email: 'BOSS@example.com' });
  expect(session.user).toMatchObject({ email: 'boss@example.com', role: 'operator' });
  expect(Buffer.from(session.accessToken, 'base64url')).toHaveLength(32);
  const untilEnd = Date.parse(session.expiresAt) - Date.now();
  expect(untilEnd).toBeGreaterThan(3_590_000);
  expect(untilEnd).toBeLessThan(3_610_000);
  expect(await readViewer(shop, session.accessToken)).toEqual({
    userId: session.user.id,
    role: 'operator',
    email: 'boss@example.com',
    name: 'Operator',
  });
});

test('the database keeps no token', async () => {
  const { accessToken, refreshToken } = await login(shop, operator);
  const rows = JSON.stringify(await shop.db.primary.session.findMany());
  expect(rows).not.toContain(accessToken);
  expect(rows).not.toContain(refreshToken);
  expect(rows).toContain(sha256(accessToken));
});

test('a refresh token, an unknown, an expired and an ended one open nothing', async () => {
  const { accessToken, refreshToken } = await login(shop, operator);
  expect(await readViewer(shop, refreshToken)).toBeNull();
  expect(await readViewer(shop, 'unknown')).toBeNull();
  const where = { accessTokenHash: sha256(accessToken) };
  await shop.db.primary.session.update({ where, data: { expiresAt: new Date(Date.now() - 1_000) } });
  expect(await readViewer(shop, accessToken)).toBeNull();
  await shop.db.primary.session.update({
    where,
    data: { expiresAt: new Date(Date.now() + 60_000), endedAt: new Date() },
  });
  expect(await readViewer(shop, accessToken)).toBeNull();
});

test('a wrong password and an unknown e-mail are refused in the same words and the same time', async () => {
  const wrong = await timedRefusal({ ...operator, password: 'wrong' });
  const unknown = await timedRefusal({ email: 'nobody@example.com', password: 'wrong' });
  expect(unknown.error).toEqual(wrong.error);
  expect(unknown.error).toMatchObject({ code: 'UNAUTHENTICATED' });
  // Without the decoy the unknown one takes a twentieth of the time.
  expect(unknown.ms).toBeGreaterThan(wrong.ms / 3);
  expect(unknown.ms).toBeLessThan(wrong.ms * 3);
});

/** The refusal, and the median time of seven. */
async function timedRefusal(input: { email: string; password: string }) {
  const times: number[] = [];
  let refusal: unknown;
  for (let round = 0; round < 7; round += 1) {
    const start = performance.now();
    refusal = await login(shop, input).catch((error: unknown) => error);
    times.push(performance.now() - start);
  }
  return { error: refusal, ms: times.toSorted((a, b) => a - b)[3] ?? 0 };
}
