import type { ReactNode } from 'react';

/** How wide a card is shown in the grid, for its picture's `sizes`. */
export const GRID_SIZES = '(min-width: 80rem) 20rem, (min-width: 64rem) 24vw, (min-width: 40rem) 32vw, 48vw';

export function GoodsGrid({ children }: { children: ReactNode }) {
  return (
    <ul className="grid grid-cols-2 gap-x-4 gap-y-9 sm:grid-cols-3 md:gap-x-6 md:gap-y-12 lg:grid-cols-4">
      {children}
    </ul>
  );
}
