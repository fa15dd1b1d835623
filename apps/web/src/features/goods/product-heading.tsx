import type { AdminProduct } from '@holdfast/shared/contracts/catalog';
import { Picture } from '../../ui/picture.tsx';
import { ProductStatus } from './product-status.tsx';

/** Which product this is, and the way to it in the shop. */
export function ProductHeading({ product }: { product: AdminProduct }) {
  const picture = product.images[0];
  return (
    <header className="flex items-center gap-4">
      <div className="size-16 shrink-0 overflow-hidden rounded-md bg-picture">
        {picture && <Picture src={picture.url} alt="" sizes="64px" loads="inSight" />}
      </div>
      <div className="grid min-w-0 gap-0.5">
        <h1 className="text-2xl">
          <bdi>{product.title}</bdi>
        </h1>
        <p className="flex flex-wrap items-center gap-x-3 text-sm text-ink-soft">
          <ProductStatus status={product.status} />
          <span className="font-figures text-xs break-all">{product.handle}</span>
          {product.vendor && <span>{product.vendor}</span>}
          {product.status === 'active' && (
            <a
              href={`/p/${encodeURIComponent(product.handle)}`}
              className="inline-flex min-h-11 items-center underline decoration-line-strong underline-offset-4 hover:decoration-ink md:min-h-0"
            >
              See it in the shop
            </a>
          )}
        </p>
      </div>
    </header>
  );
}
