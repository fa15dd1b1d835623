import { preload } from 'react-dom';
import { drawnWidths, pictureUrl, srcSetOf } from './drawn-pictures.ts';

/** `first`: what the page is opened for, asked for before all else. `inSight`: at once. `near`: when it comes near. */
export type Loads = 'first' | 'inSight' | 'near';

type Props = {
  src: string;
  alt: string;
  /** How wide it is shown, as the `sizes` attribute has it. */
  sizes: string;
  loads?: Loads | undefined;
  className?: string;
};

/** A square picture that takes its room before it has come. Pictures that are not ours come in the size that they have. */
export function Picture({ src, alt, sizes, loads = 'near', className = '' }: Props) {
  const widths = drawnWidths(src);
  const avif = widths && srcSetOf(src, widths, 'avif');
  if (loads === 'first' && avif) {
    preload(pictureUrl(src, 'avif'), {
      as: 'image',
      type: 'image/avif',
      imageSrcSet: avif,
      imageSizes: sizes,
      fetchPriority: 'high',
    });
  }
  const picture = (
    <img
      src={widths ? pictureUrl(src, 'webp') : src}
      srcSet={widths && srcSetOf(src, widths, 'webp')}
      sizes={widths && sizes}
      alt={alt}
      width={1280}
      height={1280}
      loading={loads === 'near' ? 'lazy' : 'eager'}
      fetchPriority={loads === 'first' ? 'high' : 'auto'}
      decoding={loads === 'first' ? 'sync' : 'async'}
      className={`aspect-square w-full bg-picture object-cover [filter:var(--picture-filter)] ${className}`}
    />
  );
  if (!avif) return picture;
  return (
    <picture>
      <source type="image/avif" srcSet={avif} sizes={sizes} />
      {picture}
    </picture>
  );
}
