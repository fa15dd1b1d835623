import { addToCart } from '@holdfast/commerce/cart/add-to-cart';
import { readCart } from '@holdfast/commerce/cart/read-cart';
import { removeFromCart } from '@holdfast/commerce/cart/remove-from-cart';
import { updateCart } from '@holdfast/commerce/cart/update-cart';
import {
  cartAddInput,
  cartGetInput,
  cartRemoveInput,
  cartSchema,
  cartUpdateInput,
} from '@holdfast/shared/contracts/cart';
import { openProcedure, router } from '../trpc.ts';

export const cartRouter = router({
  add: openProcedure
    .input(cartAddInput)
    .output(cartSchema)
    .mutation(({ ctx, input }) => addToCart(ctx.deps, input)),
  get: openProcedure
    .input(cartGetInput)
    .output(cartSchema)
    .query(({ ctx, input }) => readCart(ctx.deps, input)),
  update: openProcedure
    .input(cartUpdateInput)
    .output(cartSchema)
    .mutation(({ ctx, input }) => updateCart(ctx.deps, input)),
  remove: openProcedure
    .input(cartRemoveInput)
    .output(cartSchema)
    .mutation(({ ctx, input }) => removeFromCart(ctx.deps, input)),
});
