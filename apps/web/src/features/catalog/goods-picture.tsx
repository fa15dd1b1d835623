import { type Loads, Picture } from '../../ui/picture.tsx';

type Props = {
  image: { url: string; alt: string } | null | undefined;
  sizes: string;
  loads?: Loads | undefined;
  className?: string;
};

/** A picture of goods; where there is none, a plane of the same size with a coil on it. */
export function GoodsPicture({ image, sizes, loads, className = '' }: Props) {
  if (image)
    return <Picture src={image.url} alt={image.alt} sizes={sizes} loads={loads} className={className} />;
  return (
    <span
      aria-hidden="true"
      className={`grid aspect-square w-full place-items-center bg-picture ${className}`}
    >
      <svg viewBox="0 0 48 48" fill="none" stroke="currentColor" className="w-1/3 text-line">
        <path
          d="M24 40a16 16 0 1 1 16-16c0 12-26 13-26 0a10 10 0 0 1 20 0c0 6-14 6-14 0a4 4 0 0 1 8 0"
          strokeWidth="2"
        />
      </svg>
    </span>
  );
}
