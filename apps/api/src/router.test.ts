import type { Cart } from '@holdfast/shared/contracts/cart';
import type {
  AdminProduct,
  AdminProductList,
  CatalogPage,
  CatalogSearch,
  Category,
  Product,
} from '@holdfast/shared/contracts/catalog';
import type { Session, User } from '@holdfast/shared/contracts/identity';
import type { InventoryLevel, InventoryMovements } from '@holdfast/shared/contracts/inventory';
import type { Snapshot } from '@holdfast/shared/contracts/operations';
import type {
  AdminOrder,
  Order,
  OrderEvent,
  OrderList,
  PayOrderOutput,
  PlaceOrderOutput,
  Quote,
} from '@holdfast/shared/contracts/orders';
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server';
import { expect, expectTypeOf, test } from 'vitest';
import { isProcedure } from './http/known-procedures.ts';
import type { AppRouter } from './router.ts';

type Inputs = inferRouterInputs<AppRouter>;
type Outputs = inferRouterOutputs<AppRouter>;

test('every name of the contract is there', () => {
  const names = [
    ...['list', 'product', 'search', 'categories', 'admin.list', 'admin.get', 'admin.setPrice'].map(
      (name) => `catalog.${name}`,
    ),
    ...['add', 'get', 'update', 'remove'].map((name) => `cart.${name}`),
    ...['quote', 'place', 'pay', 'get', 'events', 'admin.list', 'admin.get'].map((name) => `orders.${name}`),
    ...['adjust', 'level', 'movements'].map((name) => `inventory.${name}`),
    ...['login', 'refresh', 'logout', 'me'].map((name) => `identity.${name}`),
    ...['snapshot', 'live'].map((name) => `operations.${name}`),
  ];
  expect(names.filter((name) => !isProcedure(name))).toEqual([]);
});

test('the outputs are those of the contract', () => {
  expectTypeOf<Outputs['catalog']['list']>().toEqualTypeOf<CatalogPage>();
  expectTypeOf<Outputs['catalog']['product']>().toEqualTypeOf<Product>();
  expectTypeOf<Outputs['catalog']['search']>().toEqualTypeOf<CatalogSearch>();
  expectTypeOf<Outputs['catalog']['categories']>().toEqualTypeOf<Category[]>();
  expectTypeOf<Outputs['cart']['add']>().toExtend<Cart>();
  expectTypeOf<Outputs['cart']['get']>().toExtend<Cart>();
  expectTypeOf<Outputs['cart']['update']>().toExtend<Cart>();
  expectTypeOf<Outputs['cart']['remove']>().toExtend<Cart>();
  expectTypeOf<Outputs['orders']['quote']>().toEqualTypeOf<Quote>();
  expectTypeOf<Outputs['orders']['place']>().toExtend<PlaceOrderOutput>();
  expectTypeOf<Outputs['orders']['pay']>().toExtend<PayOrderOutput>();
  expectTypeOf<Outputs['orders']['get']>().toExtend<Order>();
  expectTypeOf<Outputs['orders']['admin']['list']>().toEqualTypeOf<OrderList>();
  expectTypeOf<Outputs['orders']['admin']['get']>().toExtend<AdminOrder>();
  expectTypeOf<Outputs['catalog']['admin']['list']>().toEqualTypeOf<AdminProductList>();
  expectTypeOf<Outputs['catalog']['admin']['get']>().toEqualTypeOf<AdminProduct>();
  expectTypeOf<Outputs['inventory']['movements']>().toEqualTypeOf<InventoryMovements>();
  expectTypeOf<Outputs['identity']['refresh']>().toEqualTypeOf<Session>();
  expectTypeOf<Outputs['orders']['events']>().toExtend<AsyncIterable<{ id: string; data: OrderEvent }>>();
  expectTypeOf<Outputs['inventory']['adjust']>().toEqualTypeOf<InventoryLevel>();
  expectTypeOf<Outputs['inventory']['level']>().toEqualTypeOf<InventoryLevel>();
  expectTypeOf<Outputs['identity']['login']>().toEqualTypeOf<Session>();
  expectTypeOf<Outputs['identity']['me']>().toEqualTypeOf<User>();
  expectTypeOf<Outputs['operations']['snapshot']>().toEqualTypeOf<Snapshot>();
  expectTypeOf<Outputs['operations']['live']>().toExtend<AsyncIterable<Snapshot>>();
});

test('the inputs are those of the contract', () => {
  expectTypeOf<{ handle: string; locale: string; currency: string }>().toExtend<
    Inputs['catalog']['product']
  >();
  expectTypeOf<Inputs['catalog']['product']>().toHaveProperty('handle').toEqualTypeOf<string>();
  expectTypeOf<{ sort: 'price_asc'; cursor: string; limit: number }>().toExtend<Inputs['catalog']['list']>();
  expectTypeOf<{ sort: 'cheapest' }>().not.toExtend<Inputs['catalog']['list']>();
  expectTypeOf<{ q: string }>().toExtend<Inputs['catalog']['search']>();
  expectTypeOf<undefined>().toExtend<Inputs['catalog']['categories']>();
  expectTypeOf<{ variantId: string; amount: number; currency: string }>().toExtend<
    Inputs['catalog']['admin']['setPrice']
  >();
  expectTypeOf<{ variantId: string; quantity: number }>().toExtend<Inputs['cart']['add']>();
  expectTypeOf<{ cartId: string; lineId: string }>().toExtend<Inputs['cart']['remove']>();
  expectTypeOf<{ cartId: string }>().toExtend<Inputs['orders']['quote']>();
  expectTypeOf<Inputs['orders']['place']>().toHaveProperty('idempotencyKey').toEqualTypeOf<string>();
  expectTypeOf<{ number: string }>().toExtend<Inputs['orders']['get']>();
  expectTypeOf<{ variantId: string; setTo: number; reason: string }>().toExtend<
    Inputs['inventory']['adjust']
  >();
  expectTypeOf<{ variantId: string; delta: number; reason: string }>().toExtend<
    Inputs['inventory']['adjust']
  >();
  expectTypeOf<{ variantId: string; setTo: number; delta: number; reason: string }>().not.toExtend<
    Inputs['inventory']['adjust']
  >();
  expectTypeOf<{ email: string; password: string }>().toExtend<Inputs['identity']['login']>();
  expectTypeOf<Inputs['identity']['me']>().toEqualTypeOf<void>();
});
