import { cartRouter } from './routers/cart.ts';
import { catalogRouter } from './routers/catalog.ts';
import { identityRouter } from './routers/identity.ts';
import { inventoryRouter } from './routers/inventory.ts';
import { operationsRouter } from './routers/operations.ts';
import { ordersRouter } from './routers/orders.ts';
import { router } from './trpc.ts';

export const appRouter = router({
  catalog: catalogRouter,
  cart: cartRouter,
  orders: ordersRouter,
  inventory: inventoryRouter,
  identity: identityRouter,
  operations: operationsRouter,
});

export type AppRouter = typeof appRouter;
