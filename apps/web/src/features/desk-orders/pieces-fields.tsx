'use client';
import type { AdminOrder } from '@holdfast/shared/contracts/orders';
import { useId } from 'react';
import { INPUT_CLASS } from '../../ui/field.tsx';
import { Picture } from '../../ui/picture.tsx';
import type { CountPieces, PiecesErrors, WrittenPieces } from './pieces.ts';

type Line = AdminOrder['lines'][number];

type Props = {
  legend: string;
  lines: Line[];
  /** How many of each line there are to choose from. */
  left: CountPieces;
  written: WrittenPieces;
  errors: PiecesErrors | undefined;
  onChange: (written: WrittenPieces) => void;
};

/** How many pieces of each line that has any left. */
export function PiecesFields({ legend, lines, left, written, errors, onChange }: Props) {
  const id = useId();
  return (
    <fieldset aria-describedby={errors?.none ? id : undefined} className="min-w-0">
      <legend className="mb-1.5 text-sm font-medium">{legend}</legend>
      <ul className="divide-y divide-line rounded-md border border-line">
        {lines
          .filter((line) => left(line) > 0)
          .map((line) => (
            <PiecesRow
              key={line.id}
              line={line}
              most={left(line)}
              value={written[line.id] ?? ''}
              error={errors?.lines[line.id]}
              isMissing={errors?.none !== undefined}
              onChange={(value) => onChange({ ...written, [line.id]: value })}
            />
          ))}
      </ul>
      {errors?.none && (
        <p id={id} className="mt-1.5 text-sm text-danger">
          {errors.none}
        </p>
      )}
    </fieldset>
  );
}

type RowProps = {
  line: Line;
  most: number;
  value: string;
  error: string | undefined;
  /** Nothing is chosen in any row. */
  isMissing: boolean;
  onChange: (value: string) => void;
};

function PiecesRow({ line, most, value, error, isMissing, onChange }: RowProps) {
  const id = useId();
  return (
    <li className="grid grid-cols-[2.5rem_1fr_auto] items-center gap-x-3 gap-y-1 p-2">
      <div className="size-10 overflow-hidden rounded-sm bg-picture">
        {line.image && <Picture src={line.image.url} alt="" sizes="40px" />}
      </div>
      <label htmlFor={id} className="min-w-0 text-sm">
        <bdi className="block">{line.title}</bdi>
        <span className="font-figures text-xs text-ink-soft">{line.sku ?? 'no SKU'}</span>
        <span className="sr-only">, pieces, {most} at most</span>
      </label>
      <div className="flex items-center gap-2">
        <input
          id={id}
          value={value}
          onChange={({ target }) => onChange(target.value)}
          onFocus={({ target }) => target.select()}
          inputMode="numeric"
          autoComplete="off"
          placeholder="0"
          aria-invalid={error !== undefined || isMissing ? true : undefined}
          aria-describedby={error ? `${id}-note` : undefined}
          className={`${INPUT_CLASS} w-16! text-end font-figures tabular-nums`}
        />
        <span aria-hidden="true" className="min-w-10 text-sm text-ink-soft tabular-nums">
          of {most}
        </span>
      </div>
      {error && (
        <p id={`${id}-note`} className="col-span-3 text-end text-sm text-danger">
          {error}
        </p>
      )}
    </li>
  );
}
