type Props = {
  /** In words, with its unit; null when there is none. */
  value: string | null;
  /** Why there is none. */
  why?: string | undefined;
};

/** A figure. One that is not known is a dash, never a zero. */
export function Figure({ value, why = 'Not known' }: Props) {
  if (value !== null) return value;
  return (
    <span title={why} className="text-ink-soft">
      <span aria-hidden="true">—</span>
      <span className="sr-only">{why}</span>
    </span>
  );
}
