import { setTimeout as delay } from 'node:timers/promises';
import { buy, findVariant, orderStatus } from '../shop-calls.ts';

const PAID_WITHIN_MS = 60_000;

/** Buys one piece of the first product, waits until it is paid, and gives the order's number. */
export async function buySomething(apiUrl: string): Promise<string> {
  const shop = { url: apiUrl };
  const { variantId } = await findVariant(shop);
  const order = await buy(shop, variantId);
  const deadline = performance.now() + PAID_WITHIN_MS;
  for (;;) {
    const status = await orderStatus(shop, order);
    if (status === 'paid') return order.number;
    if (performance.now() > deadline) throw new Error(`${order.number} is not paid but ${status}`);
    await delay(100);
  }
}

/** @throws Error when the shop's first page is not the one with goods on it. */
export async function openFirstPage(webUrl: string): Promise<void> {
  const response = await fetch(webUrl);
  const page = await response.text();
  if (!response.ok || !page.includes('/p/')) throw new Error(`the first page answers ${response.status}`);
}
