type Row = { label: string; now: number; next: number | null };

const pieces = new Intl.NumberFormat('en');

/** What a change would make of pieces, as this page last saw them; `next` is null while that is not known. */
export function StockPreview({ rows }: { rows: Row[] }) {
  return (
    <dl
      aria-live="polite"
      className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 rounded-md bg-sunken px-3 py-2 text-sm tabular-nums"
    >
      {rows.map(({ label, now, next }) => (
        <div key={label} className="contents">
          <dt className="text-ink-soft">{label}</dt>
          <dd className="text-end font-figures">
            {pieces.format(now)} → {next === null ? '…' : pieces.format(next)}
          </dd>
        </div>
      ))}
    </dl>
  );
}
