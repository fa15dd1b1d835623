import { DomainError } from '@holdfast/shared/errors';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { placeTestOrder, readEvents } from '../orders/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { authorizePayment } from './authorize-payment.ts';
import { capturePayment } from './capture-payment.ts';
import { noteFailedCapture } from './note-failed-capture.ts';
import { type PaymentDeps, ProviderUnavailable } from './provider.ts';
import { makeOverdue, takeJob, withTestProvider } from './testing.ts';

const FINAL = { error: new DomainError('CONFLICT', 'It is not set up.'), isFinal: true };
const AWAY = { error: new ProviderUnavailable('away'), isFinal: false };
let shop: TestShop & PaymentDeps;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
});
afterAll(() => shop.close());

async function placeAuthorized() {
  const { orderId, ...order } = await placeTestOrder(shop);
  await authorizePayment(shop, await takeJob(shop, { orderId, ...order }, 'payments.authorize'));
  const job = await takeJob(shop, { orderId, ...order }, 'payments.capture');
  const read = () => shop.db.primary.order.findUniqueOrThrow({ where: { id: orderId } });
  const isOpen = async () => (await readEvents(shop, orderId, 'payments.capture'))[0]?.closedAt === null;
  return { job, read, isOpen };
}

describe('a capture that failed', () => {
  it('for good calls for a human and stays owed until it works', async () => {
    const { job, read, isOpen } = await placeAuthorized();
    expect(await noteFailedCapture(shop, job, FINAL)).toBe(false);
    expect(await read()).toMatchObject({ paymentStatus: 'authorized', attentionReason: 'capture_failed' });
    expect(await isOpen()).toBe(true);

    await capturePayment(shop, job);
    expect(await read()).toMatchObject({ paymentStatus: 'paid', attentionReason: null });
  });

  it('calls for a human after 15 minutes, not before', async () => {
    const { job, read } = await placeAuthorized();
    await noteFailedCapture(shop, job, AWAY);
    expect((await read()).attentionReason).toBeNull();
    await makeOverdue(shop, job);
    await noteFailedCapture(shop, job, AWAY);
    expect((await read()).attentionReason).toBe('capture_failed');
  });

  it('calls for nobody when another attempt has succeeded meanwhile', async () => {
    const { job, read } = await placeAuthorized();
    await capturePayment(shop, job);
    await noteFailedCapture(shop, job, FINAL);
    expect(await read()).toMatchObject({ paymentStatus: 'paid', attentionReason: null });
  });
});
