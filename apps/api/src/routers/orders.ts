import type { IdempotencyScope } from '@holdfast/commerce/infra/idempotency';
import { cancelOrder } from '@holdfast/commerce/orders/cancel-order';
import { issueCreditNote } from '@holdfast/commerce/orders/credit-notes/issue-credit-note';
import { listCreditNotes } from '@holdfast/commerce/orders/credit-notes/list-credit-notes';
import { readCreditNote } from '@holdfast/commerce/orders/credit-notes/read-credit-note';
import { deliverOrder } from '@holdfast/commerce/orders/deliver-order';
import { fulfilOrder } from '@holdfast/commerce/orders/fulfil-order';
import { importOrder } from '@holdfast/commerce/orders/import/import-order';
import { listOrders } from '@holdfast/commerce/orders/list-orders';
import { payOrder } from '@holdfast/commerce/orders/pay-order';
import { placeOrder } from '@holdfast/commerce/orders/place-order';
import { quoteOrder } from '@holdfast/commerce/orders/quote-order';
import { findVisibleOrder, readAdminOrder, readOrder } from '@holdfast/commerce/orders/read-order';
import { refundOrder } from '@holdfast/commerce/orders/refund-order';
import { resolveAttention } from '@holdfast/commerce/orders/resolve-attention';
import {
  creditNoteGetInput,
  creditNoteListInput,
  creditNoteListSchema,
  creditNoteSchema,
  issueCreditNoteInput,
} from '@holdfast/shared/contracts/credit-notes';
import { importOrderInput, importOrderOutput } from '@holdfast/shared/contracts/order-import';
import {
  adminOrderSchema,
  cancelOrderInput,
  deliverOrderInput,
  fulfilOrderInput,
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
  refundOrderInput,
  resolveOrderInput,
} from '@holdfast/shared/contracts/orders';
import { requireProvider } from '../require-provider.ts';
import { followOrder } from '../streams/follow-order.ts';
import { callerProcedure, openProcedure, operatorProcedure, router } from '../trpc.ts';

type Operator = { viewer: { userId: string }; scope: IdempotencyScope };

function operatorCall<I>({ viewer, scope }: Operator, input: I) {
  return { input, actorId: viewer.userId, scope };
}

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
    cancel: operatorProcedure
      .input(cancelOrderInput)
      .output(adminOrderSchema)
      .mutation(({ ctx, input }) => cancelOrder(ctx.deps, operatorCall(ctx, input))),
    refund: operatorProcedure
      .input(refundOrderInput)
      .output(adminOrderSchema)
      .mutation(({ ctx, input }) => refundOrder(ctx.deps, operatorCall(ctx, input))),
    fulfil: operatorProcedure
      .input(fulfilOrderInput)
      .output(adminOrderSchema)
      .mutation(({ ctx, input }) => fulfilOrder(ctx.deps, operatorCall(ctx, input))),
    deliver: operatorProcedure
      .input(deliverOrderInput)
      .output(adminOrderSchema)
      .mutation(({ ctx, input }) => deliverOrder(ctx.deps, operatorCall(ctx, input))),
    resolve: operatorProcedure
      .input(resolveOrderInput)
      .output(adminOrderSchema)
      .mutation(({ ctx, input }) => resolveAttention(ctx.deps, operatorCall(ctx, input))),
    import: operatorProcedure
      .input(importOrderInput)
      .output(importOrderOutput)
      .mutation(({ ctx, input }) => importOrder(ctx.deps, operatorCall(ctx, input))),
    creditNotes: router({
      list: operatorProcedure
        .input(creditNoteListInput)
        .output(creditNoteListSchema)
        .query(({ ctx, input }) => listCreditNotes(ctx.deps, input)),
      get: operatorProcedure
        .input(creditNoteGetInput)
        .output(creditNoteSchema)
        .query(({ ctx, input }) => readCreditNote(ctx.deps, input)),
      issue: operatorProcedure
        .input(issueCreditNoteInput)
        .output(creditNoteSchema)
        .mutation(({ ctx, input }) => issueCreditNote(ctx.deps, operatorCall(ctx, input))),
    }),
  }),
});
