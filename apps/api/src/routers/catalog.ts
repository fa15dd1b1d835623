import { listAdminProducts } from '@holdfast/commerce/catalog/list-admin-products';
import { listCategories } from '@holdfast/commerce/catalog/list-categories';
import { listProducts } from '@holdfast/commerce/catalog/list-products';
import { readAdminProduct } from '@holdfast/commerce/catalog/read-admin-product';
import { readProduct } from '@holdfast/commerce/catalog/read-product';
import { searchProducts } from '@holdfast/commerce/catalog/search-products';
import { suggestProducts } from '@holdfast/commerce/catalog/suggest-products';
import { setPrice } from '@holdfast/commerce/pricing/set-price';
import {
  adminProductGetInput,
  adminProductListInput,
  adminProductListSchema,
  adminProductSchema,
  catalogCategoriesInput,
  catalogListInput,
  catalogPageSchema,
  catalogProductInput,
  catalogSearchInput,
  catalogSearchSchema,
  catalogSuggestInput,
  catalogSuggestionsSchema,
  categorySchema,
  productSchema,
  setPriceInput,
  setPriceOutput,
} from '@holdfast/shared/contracts/catalog';
import { z } from 'zod';
import { contentProcedure, operatorProcedure, router } from '../trpc.ts';

export const catalogRouter = router({
  list: contentProcedure
    .input(catalogListInput)
    .output(catalogPageSchema)
    .query(({ ctx, input }) => listProducts(ctx.deps, input)),
  product: contentProcedure
    .input(catalogProductInput)
    .output(productSchema)
    .query(({ ctx, input }) => readProduct(ctx.deps, input)),
  search: contentProcedure
    .input(catalogSearchInput)
    .output(catalogSearchSchema)
    .query(({ ctx, input }) => searchProducts(ctx.deps, input)),
  suggest: contentProcedure
    .input(catalogSuggestInput)
    .output(catalogSuggestionsSchema)
    .query(({ ctx, input }) => suggestProducts(ctx.deps, input)),
  categories: contentProcedure
    .input(catalogCategoriesInput)
    .output(z.array(categorySchema))
    .query(({ ctx, input }) => listCategories(ctx.deps, input)),
  admin: router({
    list: operatorProcedure
      .input(adminProductListInput)
      .output(adminProductListSchema)
      .query(({ ctx, input }) => listAdminProducts(ctx.deps, input)),
    get: operatorProcedure
      .input(adminProductGetInput)
      .output(adminProductSchema)
      .query(({ ctx, input }) => readAdminProduct(ctx.deps, input)),
    setPrice: operatorProcedure
      .input(setPriceInput)
      .output(setPriceOutput)
      .mutation(({ ctx, input }) => setPrice(ctx.deps, input)),
  }),
});
