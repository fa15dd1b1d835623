/** The pages of the desk. `key` leads there after `g`. */
export const DESK_PLACES = [
  { href: '/operator', label: 'Live', key: 'l' },
  { href: '/operator/orders', label: 'Orders', key: 'o' },
  { href: '/operator/goods', label: 'Goods', key: 'g' },
] as const;

/** The shop is another document: it has its own root layout. */
export const SHOP_PLACE = { href: '/', label: 'Shop', key: 's' } as const;
