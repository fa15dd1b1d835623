import { adminOrderSchema, orderSchema } from '@holdfast/shared/contracts/orders';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { carryPayment } from '../payments/carry-payment.ts';
import type { PaymentDeps } from '../payments/provider.ts';
import { takeJob, withTestProvider } from '../payments/testing.ts';
import { openTestShop, type TestShop } from '../testing.ts';
import { readAdminOrder, readOrder } from './read-order.ts';
import { placeTestOrder, type TestOrder } from './testing.ts';

let shop: TestShop & PaymentDeps;
let order: TestOrder;
let productId: string;

beforeAll(async () => {
  shop = withTestProvider(await openTestShop(inject('stack')));
  order = await placeTestOrder(shop, { title: 'Lamp', locale: 'he', currency: 'ILS', token: 'declined' });
  const { variant } = await shop.db.primary.orderLine.findFirstOrThrow({
    where: { orderId: order.orderId },
    include: { variant: true },
  });
  productId = variant?.productId ?? '';
  await shop.db.primary.productImage.createMany({
    data: ['/a.svg', '/b.svg'].map((url, position) => ({ productId, url, alt: 'A lamp', position })),
  });
});
afterAll(() => shop?.close());

const read = async () =>
  readOrder(shop, { input: { number: order.number, accessToken: order.accessToken }, viewer: null });

describe('an order', () => {
  it('is read with what was typed at the checkout, and with words of its own locale', async () => {
    const seen = await read();
    expect(orderSchema.parse(seen)).toEqual(seen);
    expect(seen).toMatchObject({
      email: 'shopper@example.com',
      shippingAddress: { name: 'A Shopper', line1: '1 Quay', city: 'Haifa', country: 'IL' },
      shippingMethod: { code: 'standard', title: 'משלוח רגיל, 3 עד 5 ימים' },
      payment: { declineReason: null, retryUntil: null },
      totals: { total: { currency: 'ILS' } },
    });
  });

  it('shows its lines by the picture of the variant, else of the product, and links to what is for sale', async () => {
    const line = async () => (await read()).lines[0];
    expect(await line()).toMatchObject({ image: { url: '/a.svg', alt: 'Lamp' } });
    await shop.db.primary.variant.updateMany({ where: { productId }, data: { imageUrl: '/b.svg' } });
    const product = await shop.db.primary.product.findUniqueOrThrow({ where: { id: productId } });
    expect(await line()).toMatchObject({ handle: product.handle, image: { url: '/b.svg' } });
    await shop.db.primary.product.update({ where: { id: productId }, data: { status: 'archived' } });
    expect(await line()).toMatchObject({ title: 'Lamp', handle: null, image: null });
    await shop.db.primary.product.update({ where: { id: productId }, data: { status: 'active' } });
  });

  it('shows its operator each try to pay and what its events carry', async () => {
    await carryPayment(shop, await takeJob(shop, order, 'payments.authorize'));
    const seen = await readAdminOrder(shop, order);
    expect(adminOrderSchema.parse(seen)).toEqual(seen);
    expect(seen).toMatchObject({
      billingAddress: null,
      payments: [
        {
          id: order.paymentId,
          state: 'declined',
          declineReason: 'The card was declined.',
          amount: seen.totals.total,
        },
      ],
      events: [
        { type: 'placed', data: {} },
        { type: 'payment_declined', data: { paymentId: order.paymentId } },
      ],
    });
    expect(JSON.stringify((await read()).events)).not.toContain(order.paymentId);
    await expect(readAdminOrder(shop, { number: 'HF-0' })).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('whose personal data was erased is read without it', async () => {
    const where = { orderId: order.orderId };
    await shop.db.primary.orderContact.delete({ where });
    await shop.db.primary.orderAddress.deleteMany({ where });
    expect(await read()).toMatchObject({ number: order.number, email: null, shippingAddress: null });
  });
});
