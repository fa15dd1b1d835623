import type { Browser, Page } from 'playwright';
import { afterAll, beforeAll, expect } from 'vitest';
import { describe, it } from './browser/browser-tests.ts';
import { openAlive } from './browser/open-alive.ts';
import { launchBrowser } from './browser/launch.ts';
import { signIn } from './browser/operator-page.ts';
import { DESK, expectAccessible, keepScreen, newVisitor, PHONE, type Visitor } from './browser/visit.ts';
import { buy, findVariant, type Placed } from './checkout.ts';
import { connect } from './client.ts';
import { newShopOptions, type RunningShop, removeShop, startShop } from './start-shop.ts';

/** Both themes on a desk, one of them on a phone: what differs there is the room, not the colours. */
const LOOKS = [
  ['desk', 'light', DESK],
  ['desk', 'dark', DESK],
  ['phone', 'dark', PHONE],
] as const;
const PREFIX = { en: '', he: '/he' };

let running: RunningShop;
let browser: Browser;
let order: Placed;
let cartId: string;

beforeAll(async () => {
  running = await startShop(await newShopOptions());
  browser = await launchBrowser();
  const shop = connect(running.apiUrl);
  const variantId = await findVariant(shop);
  order = await buy(shop, variantId);
  ({ id: cartId } = await shop.cart.add.mutate({ variantId, quantity: 2 }));
});

afterAll(async () => {
  await browser?.close();
  await running?.stop();
  if (running) await removeShop(running.dataDir);
});

/** The shop's pages by the name under which their pictures are kept. */
function shopPages(): Record<string, string> {
  return {
    home: '',
    category: '/c/rope',
    'category-sorted': '/c/oilskins?sort=price_desc',
    'category-unknown': '/c/no-such-category',
    product: '/p/storm-oilskin-jacket',
    'product-sold-out': '/p/cabin-lamp',
    'product-unknown': '/p/no-such-product',
    search: '/search?q=wool',
    'search-nothing': '/search?q=zzzzzz',
    cart: '/cart',
    checkout: '/checkout',
    order: `/orders/${order.number}?token=${order.accessToken}`,
    'order-wrong-token': `/orders/${order.number}?token=wrong`,
    unknown: '/no/such/page',
  };
}

const OPERATOR_PAGES = {
  live: '/operator',
  goods: '/operator/goods',
  jobs: '/operator/jobs',
  'goods-product': '/operator/goods/mooring-line',
  orders: '/operator/orders',
  'credit-notes': '/operator/orders/credit-notes',
  unknown: '/operator/no-such-page',
};

async function look(page: Page, path: string, name: string): Promise<void> {
  await openAlive(page, `${running.webUrl}${path || '/'}`);
  await page.getByRole('heading', { level: 1 }).first().waitFor();
  await expectAccessible(page);
  await keepScreen(page, name);
}

/** A policy that a page of ours breaks would be seen here; what was asked for and is not there is no complaint. */
function expectNoComplaints({ complaints }: Visitor): void {
  expect(complaints.filter((text) => !text.includes('404'))).toEqual([]);
}

describe.each(['en', 'he'] as const)('in %s', (locale) => {
  it.each(LOOKS)(
    'on a %s in the %s theme no page of the shop has a serious fault for assistive technology, breaks its own policy or is wider than the screen',
    async (size, theme, viewport) => {
      const visitor = await newVisitor(browser, { viewport, theme });
      const { page, context } = visitor;
      await context.addCookies([{ name: 'hf_cart', value: cartId, url: running.webUrl }]);
      for (const [name, path] of Object.entries(shopPages())) {
        await look(page, `${PREFIX[locale]}${path}`, `${name}-${locale}-${theme}-${size}`);
        expect.soft(await overflow(page), `${name} is wider than the screen`).toBe(0);
      }
      await context.close();
      expectNoComplaints(visitor);
    },
  );
});

it.each(LOOKS)(
  "on a %s in the %s theme no page of the operator's has a serious fault for assistive technology or breaks its own policy",
  async (size, theme, viewport) => {
    const visitor = await newVisitor(browser, { viewport, theme });
    const { page, context } = visitor;
    await look(page, '/sign-in', `sign-in-${theme}-${size}`);
    await signIn(page, running.webUrl, running.env);
    const pages = { ...OPERATOR_PAGES, order: `/operator/orders/${order.number}` };
    for (const [name, path] of Object.entries(pages)) {
      await look(page, path, `operator-${name}-${theme}-${size}`);
    }
    await context.close();
    expectNoComplaints(visitor);
  },
);

it('the smallest phone (320 px) shows every page of the shop without scrolling sideways', async () => {
  const { page, context } = await newVisitor(browser, {
    viewport: { width: 320, height: 640 },
    theme: 'light',
  });
  await context.addCookies([{ name: 'hf_cart', value: cartId, url: running.webUrl }]);
  for (const [name, path] of Object.entries(shopPages())) {
    await openAlive(page, `${running.webUrl}${path || '/'}`);
    expect.soft(await overflow(page), name).toBe(0);
  }
  await context.close();
});

/** How many px the page is wider than its window. */
function overflow(page: Page): Promise<number> {
  return page.evaluate(
    'Math.max(0, document.documentElement.scrollWidth - document.documentElement.clientWidth)',
  );
}
