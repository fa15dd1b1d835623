import uPlot from 'uplot';
import { strokeOf } from './chart-strokes.ts';
import { readColours, watchTheme } from './chart-theme.ts';

export type PlotOptions = {
  height: number;
  lines: number;
  /** What the axis reaches to at least, so that a little noise does not look like a mountain. */
  least: number;
  /** A value at the axis, short. */
  formatTick: (value: number) => string;
  /** The slot under the cursor, null when there is none. */
  onCursor: (slot: number | null) => void;
};

const AXIS_WIDTH = 46;
const AXIS_HEIGHT = 22;
const FIVE_MINUTES = 300;

/** Draws into `host` and keeps its width and the theme's colours. All plots share one cursor. */
export function drawPlot(host: HTMLElement, options: PlotOptions) {
  const { height, lines, least, formatTick, onCursor } = options;
  let colours = readColours(host);
  const font = `11px ${getComputedStyle(host).fontFamily}`;
  const axis = {
    font,
    stroke: () => colours.inkSoft,
    grid: { stroke: () => colours.line, width: 1 },
    ticks: { show: false },
  };
  const plot = new uPlot(
    {
      width: host.clientWidth,
      height,
      padding: [6, 16, 0, 0],
      legend: { show: false },
      cursor: { sync: { key: 'live' }, drag: { x: false, y: false }, y: false, points: { size: 5 } },
      scales: { y: { range: (_plot, _min, max) => [0, Math.max(least, max * 1.1)] } },
      axes: [
        {
          ...axis,
          size: AXIS_HEIGHT,
          splits: ({ scales }) => multiples(FIVE_MINUTES, scales.x?.min ?? 0, scales.x?.max ?? 0),
          values: (_plot, splits) => splits.map(formatMinute),
        },
        { ...axis, size: AXIS_WIDTH, space: 26, values: (_plot, splits) => splits.map(formatTick) },
      ],
      series: [
        {},
        ...Array.from({ length: lines }, (_, line) => {
          const { role, dash } = strokeOf(line);
          return { stroke: () => colours[role], dash: [...dash], width: 1.25, points: { show: false } };
        }),
      ],
      hooks: { setCursor: [({ cursor }) => onCursor(cursor.idx ?? null)] },
    },
    undefined,
    host,
  );
  const sizes = new ResizeObserver(() => {
    if (host.clientWidth !== plot.width) plot.setSize({ width: host.clientWidth, height });
  });
  sizes.observe(host);
  const stopTheme = watchTheme(() => {
    colours = readColours(host);
    plot.redraw(false);
  });
  return {
    setData: (data: uPlot.AlignedData) => plot.setData(data),
    destroy: () => {
      sizes.disconnect();
      stopTheme();
      plot.destroy();
    },
  };
}

export type Plot = ReturnType<typeof drawPlot>;

function multiples(step: number, min: number, max: number): number[] {
  const first = Math.ceil(min / step);
  const count = Math.floor(max / step) - first + 1;
  return Array.from({ length: Math.max(0, count) }, (_, index) => (first + index) * step);
}

function formatMinute(second: number): string {
  return new Date(second * 1_000).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
}
