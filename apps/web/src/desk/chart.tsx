'use client';
import 'uplot/dist/uPlot.min.css';
import { memo, useEffect, useId, useRef, useState } from 'react';
import type { Plot } from './chart-plot.ts';
import { strokeOf } from './chart-strokes.ts';
import { Figure } from './figure.tsx';

export type Line = { label: string; values: (number | null)[] };

type Props = {
  title: string;
  /** The second of each value, as long as each line. The same arrays may come again with other values. */
  times: number[];
  lines: Line[];
  /** Changes when the values did. */
  version: string | undefined;
  least: number;
  /** With its unit. */
  format: (value: number | null) => string | null;
  formatTick: (value: number) => string;
};

const HEIGHT = 116;

/** Lines over the last 15 minutes, and beside them in words what they are now, at least and at most. */
export const Chart = memo(function Chart({ title, times, lines, version, ...scale }: Props) {
  const { format } = scale;
  const id = useId();
  const [slot, setSlot] = useState<number | null>(null);
  const host = useRef<HTMLDivElement>(null);
  usePlot(host, { times, lines, version, ...scale }, setSlot);
  const at = slot === null ? null : times[slot];
  return (
    <figure
      aria-labelledby={id}
      className="grid min-w-0 grid-cols-[minmax(0,1fr)] content-start gap-1 border-t border-line pt-2"
    >
      <div className="flex items-baseline justify-between gap-2">
        <h3 id={id} className="font-text text-sm font-medium tracking-normal">
          {title}
        </h3>
        <span aria-hidden="true" className="font-figures text-xs text-ink-soft tabular-nums">
          {at ? new Date(at * 1_000).toLocaleTimeString('en-GB') : ''}
        </span>
      </div>
      <div
        ref={host}
        aria-hidden="true"
        style={{ height: HEIGHT }}
        className="font-figures [&_.u-cursor-x]:border-line-strong!"
      />
      <table className="w-full table-fixed text-xs">
        <caption className="sr-only">{title}, last 15 minutes</caption>
        <thead>
          <tr className="text-ink-soft">
            <th scope="col" className="w-2/5 text-start font-normal">
              <span className="sr-only">Line</span>
            </th>
            {[at ? 'Then' : 'Now', 'Min', 'Max'].map((head) => (
              <th key={head} scope="col" className="text-end font-normal">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ label, values }, line) => (
            <tr key={label}>
              <th scope="row" className="truncate text-start font-normal">
                <Sample line={line} /> {label}
              </th>
              {Object.entries({ now: values.at(slot ?? -1) ?? null, ...rangeOf(values) }).map(
                ([key, value]) => (
                  <td key={key} className="truncate text-end font-figures tabular-nums">
                    <Figure value={format(value)} />
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  );
});

type Drawn = Omit<Props, 'title' | 'format'>;

/** Draws once the library is there, and the same plot again with each version. */
function usePlot(
  host: React.RefObject<HTMLDivElement | null>,
  { times, lines, version, least, formatTick }: Drawn,
  onCursor: (slot: number | null) => void,
) {
  const [plot, setPlot] = useState<Plot | null>(null);
  const count = lines.length;
  useEffect(() => {
    let drawn: Plot | undefined;
    let isGone = false;
    import('./chart-plot.ts').then(
      ({ drawPlot }) => {
        if (isGone || !host.current) return;
        drawn = drawPlot(host.current, { height: HEIGHT, lines: count, least, formatTick, onCursor });
        setPlot(drawn);
      },
      // The figures beside the plot remain.
      () => undefined,
    );
    return () => {
      isGone = true;
      drawn?.destroy();
      setPlot(null);
    };
  }, [host, count, least, formatTick, onCursor]);
  const data = useRef({ times, lines });
  useEffect(() => {
    data.current = { times, lines };
  });
  useEffect(() => {
    if (!version) return;
    const { current } = data;
    plot?.setData([current.times, ...current.lines.map(({ values }) => values)]);
  }, [plot, version]);
}

function Sample({ line }: { line: number }) {
  const { role, dash } = strokeOf(line);
  return (
    <svg aria-hidden="true" viewBox="0 0 16 4" className="me-1 inline-block h-1 w-4 align-middle">
      <path
        d="M0 2H16"
        strokeWidth="1.5"
        strokeDasharray={dash.join(' ')}
        className={role === 'ink' ? 'stroke-ink' : 'stroke-ink-soft'}
      />
    </svg>
  );
}

function rangeOf(values: (number | null)[]): { min: number | null; max: number | null } {
  let min: number | null = null;
  let max: number | null = null;
  for (const value of values) {
    if (value === null) continue;
    if (min === null || value < min) min = value;
    if (max === null || value > max) max = value;
  }
  return { min, max };
}
