/** Our own pictures are drawn in these widths, named `<name>-<width>.webp`. */
const WIDTHS = [320, 480, 800, 1280];
const OWN_PICTURE = /^(\/goods\/.+)-1280\.webp$/;

type Props = {
  src: string;
  alt: string;
  /** How wide it is shown, as the `sizes` attribute has it. */
  sizes: string;
  /** For the picture that the page is opened for: loaded at once, and part of what is painted first. */
  isFirst?: boolean;
  className?: string;
};

/** A square picture that takes its room before it has come. */
export function Picture({ src, alt, sizes, isFirst = false, className = '' }: Props) {
  const own = OWN_PICTURE.exec(src)?.[1];
  return (
    <img
      src={src}
      srcSet={own && WIDTHS.map((width) => `${own}-${width}.webp ${width}w`).join(', ')}
      sizes={own && sizes}
      alt={alt}
      width={1280}
      height={1280}
      loading={isFirst ? 'eager' : 'lazy'}
      fetchPriority={isFirst ? 'high' : 'auto'}
      decoding={isFirst ? 'sync' : 'async'}
      className={`aspect-square w-full bg-picture object-cover brightness-(--picture-light) ${className}`}
    />
  );
}
