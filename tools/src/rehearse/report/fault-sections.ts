import type { Fault } from '../../checker/history.ts';
import { drawTable } from './blocks.ts';
import { drawHits } from './chart.ts';
import { count, duration, exactClock } from './figures.ts';
import type { Band, Frame } from './frame.ts';
import { type Html, html } from './html.ts';
import type { Summary } from './summary.ts';

const LANE_HEIGHT = 52;
/** Per cent of the width: words that begin to the right of it would leave the page, on a phone. */
const LAST_WITH_ROOM = 72;

/** The phases, and below them what was done to which part and for how long. */
export function drawLanes(frame: Frame): Html {
  const parts = distinct(frame.faults.map(({ part }) => part));
  const height = Math.max(1, parts.length * LANE_HEIGHT);
  return html`<figure class="chart" data-chart>
<figcaption><h3>What was done</h3><p>The phases of the crowd, and the faults by their part: from when one began until the part was itself again.</p></figcaption>
<p class="readout" aria-hidden="true">Point at a chart for its values</p>
<div class="plot lanes" style="block-size:${height}px">
${frame.drawPhaseNames()}${frame.drawPhases()}${frame.drawFaults()}
${parts.map((part) => drawLane(part, frame))}
<svg viewBox="0 0 1000 ${height}" preserveAspectRatio="none" aria-hidden="true">${drawHits(frame, {
    height,
    say: (column) => frame.moment(column),
  })}</svg>
${frame.drawAxis()}
</div>
</figure>`;
}

function drawLane(part: string, frame: Frame): Html {
  const bars = frame.faults.filter((fault) => fault.part === part);
  return html`<div class="lane" style="block-size:${LANE_HEIGHT}px"><span class="part">${part}</span>
${bars.map((bar) => drawBar(bar, frame))}</div>`;
}

function drawBar(bar: Band, frame: Frame): Html {
  const side = frame.x(bar.from) > LAST_WITH_ROOM ? 'at-end' : 'at-start';
  return html`<div class="bar ${side}" style="${frame.place(bar)}"><b>${bar.number} ${bar.kind}</b></div>`;
}

/** How often each kind of fault was done to each part, and how many orders were on their way as it began. */
export function drawMatrix(faults: Fault[]): Html {
  const kinds = distinct(faults.map(({ kind }) => kind));
  const rowOf = (name: string, ofRow: Fault[]) => {
    const inFlight = ofRow.map(({ ordersInFlight }) => ordersInFlight).sort((x, y) => x - y);
    return [
      name,
      ...kinds.map((kind) => times(ofRow.filter((fault) => fault.kind === kind))),
      times(ofRow),
      count(inFlight[Math.floor(inFlight.length / 2)] ?? 0),
      count(inFlight.at(-1) ?? 0),
    ];
  };
  const parts = distinct(faults.map(({ part }) => part));
  const numbers = [...kinds, 'all', 'orders in flight, median', 'most'];
  return drawTable({
    label: 'Faults by kind and part',
    heads: [{ text: 'part' }, ...numbers.map((number) => ({ number }))],
    rows: [
      ...parts.map((part) =>
        rowOf(
          part,
          faults.filter((fault) => fault.part === part),
        ),
      ),
      rowOf('all', faults),
    ],
  });
}

function times(faults: Fault[]): string {
  return faults.length === 0 ? '·' : count(faults.length);
}

/** Each fault with the orders that were on their way as it began. */
export function drawFaultList({ faults, from }: Summary): Html {
  return drawTable({
    label: 'Each fault',
    heads: [
      { number: 'no.' },
      { text: 'kind' },
      { text: 'part' },
      { number: 'began' },
      { number: 'lasted' },
      { number: 'orders in flight' },
    ],
    rows: faults.map((fault, index) => [
      String(index + 1),
      fault.kind,
      fault.part,
      exactClock(fault.from - from),
      duration(fault.to - fault.from),
      count(fault.ordersInFlight),
    ]),
  });
}

function distinct(names: string[]): string[] {
  return [...new Set(names)].sort();
}
