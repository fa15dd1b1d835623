import { randomUUID } from 'node:crypto';
import { ProviderUnavailable, UnknownOutcome } from '@holdfast/commerce/payments/provider';
import { createTestProvider } from '@holdfast/commerce/payments/test-provider';
import { readLedger } from '@holdfast/commerce/payments/testing';
import { describe, expect, inject, it } from 'vitest';
import { findFreePort } from '../stack/ports.ts';
import { eventually } from '../testing.ts';
import { anyCharge } from './testing.ts';

const config = inject('stack').paymentProvider;
const provider = createTestProvider(config);
const soon = () => AbortSignal.timeout(10_000);
const inBooks = async (key: string) => (await readLedger(config)).get(key);
const eight = Array.from({ length: 8 });

/** A charge of 1,250 whose money was taken. */
async function capture() {
  const key = randomUUID();
  const charge = await provider.authorize(anyCharge(key));
  if (charge.status !== 'authorized') throw new Error(`the charge is ${charge.status}`);
  await provider.capture({ reference: charge.reference, signal: soon() });
  return { key, reference: charge.reference };
}

describe('the test provider', () => {
  it('charges once for one key, however many ask for it at once', async () => {
    const key = randomUUID();
    const outcomes = await Promise.all(eight.map(() => provider.authorize(anyCharge(key, 'slow'))));
    for (const outcome of outcomes)
      expect(outcome).toEqual({ status: 'authorized', reference: `test_${key}` });
    expect(await inBooks(key)).toMatchObject({
      state: 'authorized',
      amount: 1_250,
      currency: 'USD',
      attempts: 8,
    });
  });

  it('refuses a key that was used for another amount', async () => {
    const key = randomUUID();
    await provider.authorize(anyCharge(key));
    await expect(provider.authorize({ ...anyCharge(key), amount: 1 })).rejects.toMatchObject({
      code: 'CONFLICT',
      message: expect.stringContaining('another amount'),
    });
    expect(await inBooks(key)).toMatchObject({ state: 'authorized', amount: 1_250 });
  });

  it('declines what it does not understand, with words for the shopper', async () => {
    const charge = anyCharge(randomUUID(), 'x'.repeat(256));
    expect(await provider.authorize(charge)).toEqual({
      status: 'declined',
      reason: 'The payment provider does not accept this payment.',
    });
    expect(await inBooks(charge.idempotencyKey)).toBeUndefined();
  });

  it.each(['ok', null, 'slow'])('with token %s authorizes', async (token) => {
    const key = randomUUID();
    expect(await provider.authorize(anyCharge(key, token))).toMatchObject({ status: 'authorized' });
    expect(await provider.find(key, soon())).toEqual({ status: 'authorized', reference: `test_${key}` });
  });

  it.each(['declined', 'unheard-of'])(
    'with token %s declines, also when it is asked again',
    async (token) => {
      const key = randomUUID();
      const declined = { status: 'declined', reason: 'The card was declined.' };
      expect(await provider.authorize(anyCharge(key, token))).toEqual(declined);
      expect(await provider.authorize(anyCharge(key, 'ok'))).toEqual(declined);
      expect(await provider.find(key, soon())).toEqual(declined);
    },
  );

  it('with token flaky is unavailable twice, then works', async () => {
    const key = randomUUID();
    await expect(provider.authorize(anyCharge(key, 'flaky'))).rejects.toThrow(ProviderUnavailable);
    await expect(provider.authorize(anyCharge(key, 'flaky'))).rejects.toThrow(ProviderUnavailable);
    expect(await provider.find(key, soon())).toBeNull();
    expect(await provider.authorize(anyCharge(key, 'flaky'))).toMatchObject({ status: 'authorized' });
  });

  it('with token down is unavailable and charges nothing', async () => {
    const key = randomUUID();
    await expect(provider.authorize(anyCharge(key, 'down'))).rejects.toThrow(ProviderUnavailable);
    expect(await provider.find(key, soon())).toBeNull();
    expect(await inBooks(key)).toMatchObject({ state: 'asked' });
  });

  it('with token lost charges, and only its books tell', async () => {
    const key = randomUUID();
    await expect(provider.authorize(anyCharge(key, 'lost'))).rejects.toThrow(UnknownOutcome);
    expect(await provider.find(key, soon())).toMatchObject({ status: 'authorized' });
    expect(await provider.authorize(anyCharge(key, 'lost'))).toMatchObject({ status: 'authorized' });
  });

  it('charges although the caller did not wait for it, who is told that it does not know', async () => {
    const key = randomUUID();
    const patience = AbortSignal.timeout(500);
    await expect(provider.authorize({ ...anyCharge(key, 'slow'), signal: patience })).rejects.toThrow(
      UnknownOutcome,
    );
    expect(await provider.find(key, soon())).toBeNull();
    await eventually('it is charged', async () => (await provider.find(key, soon())) !== null);
  });

  it('captures once, and not what was let go', async () => {
    const { key, reference } = await capture();
    expect(await provider.capture({ reference, signal: soon() })).toEqual({ status: 'captured' });
    await provider.cancel({ reference, signal: soon() });
    expect(await provider.find(key, soon())).toEqual({ status: 'captured', reference });

    const other = randomUUID();
    await provider.authorize(anyCharge(other));
    await provider.cancel({ reference: `test_${other}`, signal: soon() });
    await provider.cancel({ reference: `test_${other}`, signal: soon() });
    expect(await provider.capture({ reference: `test_${other}`, signal: soon() })).toMatchObject({
      status: 'refused',
    });
    expect(await provider.find(other, soon())).toMatchObject({ status: 'cancelled' });
  });

  it('refuses what concerns a charge that it does not know', async () => {
    const charge = { reference: 'test_nothing', signal: soon() };
    expect(await provider.capture(charge)).toMatchObject({ status: 'refused' });
    expect(await provider.refund({ ...charge, idempotencyKey: 'k', amount: 1 })).toMatchObject({
      status: 'refused',
    });
    await provider.cancel(charge);
    expect(await provider.find('nothing', soon())).toBeNull();
  });
});

describe('a refund', () => {
  it('of one key is given once, however many ask for it at once', async () => {
    const { key, reference } = await capture();
    const request = { reference, idempotencyKey: randomUUID(), amount: 500, signal: soon() };
    const outcomes = await Promise.all(eight.map(() => provider.refund(request)));
    for (const outcome of outcomes) expect(outcome).toEqual({ status: 'refunded' });
    expect(await inBooks(key)).toMatchObject({ state: 'captured', refunded: 500 });
    await expect(provider.refund({ ...request, amount: 501 })).rejects.toThrow(/another amount/);
  });

  it('is never more than was captured, whoever asks at once', async () => {
    const { key, reference } = await capture();
    const refund = () =>
      provider.refund({ reference, idempotencyKey: randomUUID(), amount: 300, signal: soon() });
    const outcomes = await Promise.all(eight.map(refund));
    expect(outcomes.filter(({ status }) => status === 'refunded')).toHaveLength(4);
    expect(await inBooks(key)).toMatchObject({ refunded: 1_200 });
  });

  it('that was refused stays so for its key', async () => {
    const key = randomUUID();
    await provider.authorize(anyCharge(key));
    const charge = { reference: `test_${key}`, signal: soon() };
    const request = { ...charge, idempotencyKey: randomUUID(), amount: 100 };
    expect(await provider.refund(request)).toEqual({ status: 'refused', reason: 'Nothing was captured.' });
    await provider.capture(charge);
    expect(await provider.refund(request)).toMatchObject({ status: 'refused' });
    expect(await inBooks(key)).toMatchObject({ refunded: 0 });
  });
});

describe('a caller', () => {
  it('without the key learns nothing', async () => {
    for (const path of ['/ledger', '/charges?idempotencyKey=x']) {
      expect((await fetch(config.url + path)).status).toBe(401);
    }
    const stranger = createTestProvider({ ...config, apiKey: `${config.apiKey}x` });
    await expect(stranger.authorize(anyCharge(randomUUID()))).rejects.toThrow(ProviderUnavailable);
  });

  it('that reaches nobody, or has no time left, knows that nothing was done', async () => {
    const nobody = createTestProvider({ ...config, url: `http://127.0.0.1:${await findFreePort()}` });
    await expect(nobody.authorize(anyCharge(randomUUID()))).rejects.toThrow(ProviderUnavailable);
    const late = { ...anyCharge(randomUUID()), signal: AbortSignal.abort() };
    await expect(provider.authorize(late)).rejects.toThrow(ProviderUnavailable);
    expect(await inBooks(late.idempotencyKey)).toBeUndefined();
  });
});
