import { randomBytes } from 'node:crypto';
import type { Deps } from './deps.ts';
import { showChanges } from './listing/show-changes.ts';
import { defaultChannel } from './pricing/default-channel.ts';

export type Goods = {
  title?: string;
  /** Minor units. */
  amount?: number;
  currency?: string;
  onHand?: number;
  backOrderLimit?: number;
};

export type SoldVariant = { productId: string; variantId: string; stockItemId: string; handle: string };

/** A product of one variant that can be bought, for a test. */
export async function sellVariant(deps: Deps, goods: Goods = {}): Promise<SoldVariant> {
  const channel = await defaultChannel(deps);
  const handle = `goods-${randomBytes(5).toString('hex')}`;
  const location = await deps.db.primary.stockLocation.findFirstOrThrow();
  const item = await deps.db.primary.stockItem.create({ data: {} });
  const onHand = goods.onHand ?? 10;
  await deps.db.primary.stockLevel.create({
    data: {
      stockItemId: item.id,
      locationId: location.id,
      onHand,
      backOrderLimit: goods.backOrderLimit ?? 0,
    },
  });
  if (onHand > 0) {
    await deps.db.primary.stockMovement.create({
      data: { stockItemId: item.id, locationId: location.id, kind: 'adjustment', onHandDelta: onHand },
    });
  }
  const product = await deps.db.primary.product.create({
    data: {
      handle,
      status: 'active',
      publishedAt: new Date(),
      translations: { create: { locale: 'en', title: goods.title ?? 'Rope', description: '' } },
      variants: {
        create: {
          optionKey: '[]',
          position: 0,
          prices: {
            create: {
              channelId: channel.id,
              currency: goods.currency ?? 'USD',
              amount: BigInt(goods.amount ?? 1_000),
            },
          },
          components: { create: { stockItemId: item.id } },
        },
      },
    },
    include: { variants: true },
  });
  const variantId = product.variants[0]?.id;
  if (!variantId) throw new Error('the variant was not made');
  await showNow(deps, [handle]);
  return { productId: product.id, variantId, stockItemId: item.id, handle };
}

/** Shows what a test has written by itself. */
export async function showNow(
  deps: Deps,
  handles: string[],
  changed: { categories?: boolean } = {},
): Promise<void> {
  await deps.db.primary.$transaction((tx) => showChanges(tx, handles, changed));
  await deps.cache.settle();
}

/** A variant that is sold as several pieces of existing stock items. */
export async function sellBundle(
  deps: Deps,
  components: { stockItemId: string; quantity: number }[],
): Promise<SoldVariant> {
  const bundle = await sellVariant(deps, { title: 'Bundle' });
  await deps.db.primary.variantComponent.deleteMany({ where: { variantId: bundle.variantId } });
  await deps.db.primary.variantComponent.createMany({
    data: components.map((component) => ({ ...component, variantId: bundle.variantId })),
  });
  await showNow(deps, [bundle.handle]);
  return bundle;
}
