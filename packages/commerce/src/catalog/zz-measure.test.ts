import { adminProductListInput, catalogListInput, catalogSearchInput } from '@holdfast/shared/contracts/catalog';
import { orderListInput } from '@holdfast/shared/contracts/orders';
import { afterAll, beforeAll, inject, it } from 'vitest';
import { openTestShop, type TestShop } from '../testing.ts';
import { defaultChannel } from '../pricing/default-channel.ts';
import { listProducts } from './list-products.ts';
import { searchProducts } from './search-products.ts';
import { listAdminProducts } from './list-admin-products.ts';
import { listOrders } from '../orders/list-orders.ts';
let shop: TestShop;
beforeAll(async () => {
  shop = await openTestShop(inject('stack'));
  const ch = await defaultChannel(shop);
  const p = shop.db.primary;
  await p.$executeRaw`INSERT INTO product (handle, status, published_at, position) SELECT 'p-'||i, 'active', now(), i FROM generate_series(1,5000) i`;
  await p.$executeRaw`INSERT INTO product_translation SELECT id, 'en', 'Thing '||md5(handle), '' FROM product`;
  await p.$executeRaw`INSERT INTO variant (product_id, option_key, position) SELECT id, '["'||v||'"]', v FROM product, generate_series(1,4) v`;
  await p.$executeRaw`INSERT INTO variant_price (variant_id, channel_id, currency, amount, compare_at_amount) SELECT id, ${ch.id}::uuid, c, 1000+position, 1500 FROM variant, unnest(ARRAY['USD','EUR']) c`;
  await p.$executeRaw`INSERT INTO stock_item (id) SELECT id FROM variant`;
  await p.$executeRaw`INSERT INTO stock_level (stock_item_id, location_id, on_hand) SELECT stock_item.id, l.id, 10 FROM stock_item, stock_location l`;
  await p.$executeRaw`INSERT INTO variant_component (variant_id, stock_item_id) SELECT id, id FROM variant`;
  await p.$executeRaw`INSERT INTO orders (id, number, channel_id, cart_id, currency, locale, payment_status, subtotal, shipping, shipping_tax, tax, total, tax_included, shipping_method_code, placed_at)
    SELECT uuidv7(), 'HF-9'||i, ${ch.id}::uuid, 'c'||i, 'USD', 'en', (CASE WHEN i % 20000 = 7 THEN 'refunded' ELSE 'paid' END)::payment_status, 100, 0, 0, 0, 100, true, 'standard', now() - i * interval '1 second' FROM generate_series(1,100000) i`;
  await p.$executeRaw`INSERT INTO order_contact SELECT id, 'Person'||number||'@example.com' FROM orders`;
  await p.$executeRawUnsafe('ANALYZE');
}, 120000);
afterAll(() => shop.close());
async function time(name: string, f: () => Promise<unknown>) {
  const t: number[] = [];
  for (let i = 0; i < 7; i++) { await shop.cache.drop(['catalog']); const s = performance.now(); await f(); t.push(performance.now() - s); }
  console.log(name, t.toSorted((a, b) => a - b)[3]?.toFixed(1), 'ms');
}
it('measure', async () => {
  await time('list featured', () => listProducts(shop, catalogListInput.parse({})));
  await time('list price', () => listProducts(shop, catalogListInput.parse({ sort: 'price_asc' })));
  await time('search', () => searchProducts(shop, catalogSearchInput.parse({ q: 'thing' })));
  await time('admin', () => listAdminProducts(shop, adminProductListInput.parse({})));
  await time('admin low', () => listAdminProducts(shop, adminProductListInput.parse({ stock: 'out' })));
  await time('admin q', () => listAdminProducts(shop, adminProductListInput.parse({ q: 'abc' })));
  await time('orders', () => listOrders(shop, orderListInput.parse({})));
  await time('orders refunded', () => listOrders(shop, orderListInput.parse({ status: 'refunded' })));
  await time('orders cancelled', () => listOrders(shop, orderListInput.parse({ status: 'cancelled' })));
  await time('orders attention', () => listOrders(shop, orderListInput.parse({ attention: true })));
  await time('orders email', () => listOrders(shop, orderListInput.parse({ q: 'personhf-9777' })));
  await time('orders q all', () => listOrders(shop, orderListInput.parse({ q: 'HF-' })));
}, 120000);
