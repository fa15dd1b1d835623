import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import type { LinePieces } from './pieces.ts';

type Props = { pieces: LinePieces[]; lines: AdminOrder['lines'] };

/** "2 × Mooring Line", one a row. */
export function PiecesOfLines({ pieces, lines }: Props) {
  return (
    <ul>
      {pieces.map(({ lineId, quantity }) => (
        <li key={lineId}>
          <span className="font-figures tabular-nums">{quantity}</span> ×{' '}
          <bdi>{lines.find(({ id }) => id === lineId)?.title}</bdi>
        </li>
      ))}
    </ul>
  );
}
