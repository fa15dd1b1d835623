import { describe, expect, it } from 'vitest';
import type { Draft } from './draft.ts';
import { problemsOfIssues, readOrderForm } from './read-order-form.ts';

const CART_ID = 'abcdefghijklmnopqrstuv';

const AMERICAN: Draft = {
  email: ' ada@example.com ',
  'shippingAddress.country': 'US',
  'shippingAddress.name': 'Ada',
  'shippingAddress.line1': '1 Pier',
  'shippingAddress.line2': '',
  'shippingAddress.city': 'Boston',
  'shippingAddress.region': 'MA',
  'shippingAddress.postalCode': '02110',
  shippingMethod: 'standard',
  'payment.token': 'ok',
};

describe('the checkout form', () => {
  it('becomes the order to place, without what was left empty', () => {
    expect(readOrderForm(AMERICAN, CART_ID).form).toEqual({
      cartId: CART_ID,
      email: 'ada@example.com',
      shippingAddress: {
        country: 'US',
        name: 'Ada',
        line1: '1 Pier',
        city: 'Boston',
        region: 'MA',
        postalCode: '02110',
      },
      shippingMethod: 'standard',
      payment: { provider: 'test', token: 'ok' },
    });
  });

  it('asks for what addresses of the country have, and for nothing else', () => {
    const bare = { ...AMERICAN, 'shippingAddress.region': '', 'shippingAddress.postalCode': ' ' };
    expect(readOrderForm(bare, CART_ID).problems).toEqual({
      'shippingAddress.region': 'missing',
      'shippingAddress.postalCode': 'missing',
    });
    for (const country of ['IL', 'HK']) {
      expect(
        readOrderForm({ ...bare, 'shippingAddress.country': country }, CART_ID).problems,
      ).toBeUndefined();
    }
  });

  it('sends nothing that the country’s form does not show', () => {
    const moved = { ...AMERICAN, 'shippingAddress.country': 'HK' };
    const { form } = readOrderForm(moved, CART_ID);
    expect(form?.shippingAddress).not.toHaveProperty('region');
    expect(form?.shippingAddress).not.toHaveProperty('postalCode');
  });

  it('says of each field what is wrong with it', () => {
    const wrong = {
      ...AMERICAN,
      email: 'ada',
      'shippingAddress.name': '',
      'shippingAddress.city': 'x'.repeat(101),
    };
    expect(readOrderForm(wrong, CART_ID).problems).toEqual({
      email: 'email',
      'shippingAddress.name': 'missing',
      'shippingAddress.city': 'tooLong',
    });
  });

  it('reads a billing address only when it is another one', () => {
    const elsewhere = { ...AMERICAN, billingElsewhere: 'yes', 'billingAddress.country': 'IL' };
    expect(readOrderForm(elsewhere, CART_ID).problems).toEqual({
      'billingAddress.name': 'missing',
      'billingAddress.line1': 'missing',
      'billingAddress.city': 'missing',
    });
    expect(readOrderForm({ ...elsewhere, billingElsewhere: '' }, CART_ID).form).not.toHaveProperty(
      'billingAddress',
    );
  });

  it('finds the field of an issue that the API has named', () => {
    expect(problemsOfIssues([{ path: 'shippingAddress.postalCode' }])).toEqual({
      'shippingAddress.postalCode': 'invalid',
    });
  });
});
