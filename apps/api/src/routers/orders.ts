import { placeOrder } from '@holdfast/commerce/orders/place-order';
import { quoteOrder } from '@holdfast/commerce/orders/quote-order';
import { findVisibleOrder, readOrder } from '@holdfast/commerce/orders/read-order';
import {
  orderEventsInput,
  orderGetInput,
  orderSchema,
  placeOrderInput,
  placeOrderOutput,
  quoteInput,
  quoteSchema,
} from '@holdfast/shared/contracts/orders';
import { followOrder } from '../streams/follow-order.ts';
import { callerProcedure, openProcedure, router } from '../trpc.ts';

export const ordersRouter = router({
  quote: openProcedure
    .input(quoteInput)
    .output(quoteSchema)
    .query(({ ctx, input }) => quoteOrder(ctx.deps, input)),
  place: callerProcedure
    .input(placeOrderInput)
    .output(placeOrderOutput)
    .mutation(({ ctx, input }) =>
      placeOrder(ctx.deps, {
        input,
        caller: { scope: ctx.scope, customerId: ctx.viewer?.userId ?? null },
      }),
    ),
  get: callerProcedure
    .input(orderGetInput)
    .output(orderSchema)
    .query(({ ctx, input }) => readOrder(ctx.deps, { input, viewer: ctx.viewer })),
  events: callerProcedure.input(orderEventsInput).subscription(async function* ({ ctx, input, signal }) {
    const orderId = await findVisibleOrder(ctx.deps, { input, viewer: ctx.viewer });
    const events = followOrder(ctx.deps, {
      orderId,
      after: input.lastEventId ?? 0,
      end: { client: signal, draining: ctx.draining },
    });
    yield* ctx.deps.streams.hold(events);
  }),
});
