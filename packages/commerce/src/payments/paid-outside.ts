/** In place of a provider: the money was taken outside of the shop, and goes back there. No provider is ever asked about it. */
export const PAID_OUTSIDE = 'import';
