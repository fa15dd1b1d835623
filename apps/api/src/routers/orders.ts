import { listOrders } from '@holdfast/commerce/orders/list-orders';
import { payOrder } from '@holdfast/commerce/orders/pay-order';
import { placeOrder } from '@holdfast/commerce/orders/place-order';
import { quoteOrder } from '@holdfast/commerce/orders/quote-order';
import { findVisibleOrder, readAdminOrder, readOrder } from '@holdfast/commerce/orders/read-order';
import {
  adminOrderSchema,
  orderAdminGetInput,
  orderEventsInput,
  orderGetInput,
  orderListInput,
  orderListSchema,
  orderSchema,
  payOrderInput,
  payOrderOutput,
  placeOrderInput,
  placeOrderOutput,
  quoteInput,
  quoteSchema,
} from '@holdfast/shared/contracts/orders';
import { requireProvider } from '../require-provider.ts';
import { followOrder } from '../streams/follow-order.ts';
import { callerProcedure, openProcedure, operatorProcedure, router } from '../trpc.ts';

export const ordersRouter = router({
  quote: openProcedure
    .input(quoteInput)
    .output(quoteSchema)
    .query(({ ctx, input }) => quoteOrder(ctx.deps, input)),
  place: callerProcedure
    .input(placeOrderInput)
    .output(placeOrderOutput)
    .mutation(({ ctx, input }) => {
      requireProvider(ctx.deps, input.payment.provider);
      return placeOrder(ctx.deps, {
        input,
        caller: { scope: ctx.scope, customerId: ctx.viewer?.userId ?? null },
      });
    }),
  pay: callerProcedure
    .input(payOrderInput)
    .output(payOrderOutput)
    .mutation(({ ctx, input }) => {
      requireProvider(ctx.deps, input.payment.provider);
      return payOrder(ctx.deps, { input, viewer: ctx.viewer, scope: ctx.scope });
    }),
  get: callerProcedure
    .input(orderGetInput)
    .output(orderSchema)
    .query(({ ctx, input }) => readOrder(ctx.deps, { input, viewer: ctx.viewer })),
  events: callerProcedure.input(orderEventsInput).subscription(async ({ ctx, input, signal }) => {
    const orderId = await findVisibleOrder(ctx.deps, { input, viewer: ctx.viewer });
    const events = followOrder(ctx.deps, {
      orderId,
      after: input.lastEventId ?? 0,
      end: { client: signal, draining: ctx.draining },
    });
    return ctx.deps.streams.hold(events);
  }),
  admin: router({
    list: operatorProcedure
      .input(orderListInput)
      .output(orderListSchema)
      .query(({ ctx, input }) => listOrders(ctx.deps, input)),
    get: operatorProcedure
      .input(orderAdminGetInput)
      .output(adminOrderSchema)
      .query(({ ctx, input }) => readAdminOrder(ctx.deps, input)),
  }),
});
