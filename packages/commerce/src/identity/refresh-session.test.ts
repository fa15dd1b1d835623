import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { sha256 } from '../infra/tokens.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { ensureOperator } from './ensure-operator.ts';
import { login } from './login.ts';
import { readViewer } from './read-viewer.ts';
import { refreshSession } from './refresh-session.ts';

const operator = { email: 'boss@example.com', password: 'a long enough password' };
let shop: TestShop;

beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  await ensureOperator(shop, operator);
});
afterAll(() => shop.close());

test('of eight refreshes at once with one token, one gets the session', async () => {
  const before = await login(shop, operator);
  const outcomes = await Promise.allSettled(Array.from({ length: 8 }, () => refreshSession(shop, before)));
  const renewed = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  expect(renewed).toHaveLength(1);
  const [{ value: after } = { value: before }] = renewed;
  expect(await readViewer(shop, after.accessToken)).toMatchObject({ email: operator.email });
  expect(Date.parse(after.expiresAt)).toBeGreaterThan(Date.now() + 3_590_000);
});

test('a session is refreshed after its access token expired, but not after 30 days', async () => {
  const session = await login(shop, operator);
  const where = { refreshTokenHash: sha256(session.refreshToken) };
  const past = new Date(Date.now() - 1_000);
  await shop.db.primary.session.update({ where, data: { expiresAt: past } });
  const renewed = await refreshSession(shop, session);
  await shop.db.primary.session.update({
    where: { refreshTokenHash: sha256(renewed.refreshToken) },
    data: { refreshExpiresAt: past },
  });
  await expect(refreshSession(shop, renewed)).rejects.toMatchObject({ code: 'UNAUTHENTICATED' });
});

test('a session that cannot be read for 2 s is told of as unavailable', async () => {
  const { accessToken } = await login(shop, operator);
  const release = Promise.withResolvers<void>();
  const locked = Promise.withResolvers<void>();
  const lock = shop.db.primary.$transaction(async (tx) => {
    await tx.$executeRaw`LOCK TABLE session IN ACCESS EXCLUSIVE MODE`;
    locked.resolve();
    await release.promise;
  });
  await locked.promise;
  const started = performance.now();
  await expect(readViewer(shop, accessToken)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(performance.now() - started).toBeLessThan(3_000);
  release.resolve();
  await lock;
});
