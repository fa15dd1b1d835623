/** A card that has not come yet, as large as it will be. */
export function CardSkeleton({ className = '' }: { className?: string }) {
  return (
    <li aria-hidden="true" className={className}>
      <div className="aspect-square rounded-lg bg-picture" />
      <div className="mt-4 h-4 w-3/5 rounded-md bg-picture" />
      <div className="mt-2.75 mb-0.75 h-3.5 w-2/5 rounded-md bg-picture" />
    </li>
  );
}
