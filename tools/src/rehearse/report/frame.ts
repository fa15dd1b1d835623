import { scaleUtc } from 'd3-scale';
import type { Phase } from '../../checker/history.ts';
import { clock } from './figures.ts';
import { type Html, html } from './html.ts';
import type { Summary } from './summary.ts';

/** A fault by the number that it has on the page, in seconds since the rehearsal began. */
export type Band = { number: number; kind: string; part: string; from: number; to: number };

/** Per cent of the width that a fault's number needs on a phone. */
const ROOM_OF_NUMBER = 5;
const MOST_ROWS = 3;

/** Per cent of the width: words in the middle of what is further to the right would leave the page. */
const LAST_WITH_ROOM = 97;

/** What all charts of a rehearsal share: one time axis, its phases as the ground, its faults as bands. */
export class Frame {
  readonly columnSeconds: number;
  readonly columns: number;
  readonly faults: Band[];
  readonly #phases: { name: string; from: number; to: number }[];

  constructor({ timeline, faults, phases, from }: Summary) {
    const seconds = (time: number) => (time - from) / 1_000;
    this.columnSeconds = timeline.columnSeconds;
    this.columns = timeline.columns.length;
    this.faults = faults.map((fault, index) => ({
      number: index + 1,
      kind: fault.kind,
      part: fault.part,
      from: seconds(fault.from),
      to: seconds(fault.to),
    }));
    this.#phases = phases.map((phase: Phase) => ({
      name: phase.name,
      from: seconds(phase.from),
      to: seconds(phase.to),
    }));
  }

  /** Per cent of the width. */
  x(seconds: number): number {
    return (Math.min(Math.max(0, seconds), this.#seconds) / this.#seconds) * 100;
  }

  /** As a style: where something begins and how wide it is. */
  place({ from, to }: { from: number; to: number }): string {
    const start = this.x(from);
    return `inset-inline-start:${start.toFixed(3)}%;inline-size:${(this.x(to) - start).toFixed(3)}%`;
  }

  /** The ground of each chart. */
  drawPhases(): Html {
    return html`<div class="phases">${this.#phases.map(
      (phase) => html`<div class="phase" style="${this.place(phase)}"></div>`,
    )}</div>`;
  }

  /** On each chart. */
  drawFaults(): Html {
    const rows = this.#rowsOfNumbers();
    return html`<div class="faults" aria-hidden="true">${this.faults.map(
      (fault, index) =>
        html`<div class="fault" style="${this.place(fault)}"><b style="--row:${rows[index] ?? 0}">${fault.number}</b></div>`,
    )}</div>`;
  }

  drawPhaseNames(): Html {
    return html`<div class="phase-names">${this.#phases.map(
      (phase) => html`<span style="${this.place(phase)}">${phase.name}</span>`,
    )}</div>`;
  }

  drawAxis(): Html {
    return html`<div class="time" aria-hidden="true">${this.#ticks().map(
      (seconds) =>
        html`<span class="${this.x(seconds) > LAST_WITH_ROOM ? 'last' : ''}" style="inset-inline-start:${this.x(seconds).toFixed(3)}%">${clock(seconds)}</span>`,
    )}</div>`;
  }

  /** When a column begins, in words, with what went on in it. */
  moment(column: number): string {
    const from = column * this.columnSeconds;
    const to = from + this.columnSeconds;
    const phase = this.#phases.findLast((each) => each.from < to && each.to > from);
    const faults = this.faults.filter((fault) => fault.from < to && fault.to >= from);
    const names = faults.map(({ number, kind, part }) => `${number} ${kind} ${part}`);
    return [clock(from), ...(phase ? [phase.name] : []), ...names].join(' · ');
  }

  /** Numbers that would cover each other stand above each other. */
  #rowsOfNumbers(): number[] {
    const ends = Array.from({ length: MOST_ROWS }, () => 0);
    return this.faults.map(({ from }) => {
      const start = this.x(from);
      const free = Math.max(
        0,
        ends.findIndex((end) => end <= start),
      );
      ends[free] = start + ROOM_OF_NUMBER;
      return free;
    });
  }

  get #seconds(): number {
    return this.columns * this.columnSeconds;
  }

  #ticks(): number[] {
    const scale = scaleUtc([0, this.#seconds * 1_000], [0, 1]);
    return scale.ticks(7).map((date) => date.getTime() / 1_000);
  }
}
