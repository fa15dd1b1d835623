import { mix } from './palette.ts';
import { box, clipped, disc, ellipse, fill, placed, stroke } from './planes.ts';
import { type Point, polyline } from './strands.ts';

type Weather = {
  sky: [high: string, middle: string, low: string];
  cloud: [far: string, near: string, under: string];
  rain: string;
  sea: [far: string, near: string];
  foam: string;
  rock: [light: string, shade: string];
  tower: [light: string, shade: string];
  light: string;
  /** How much of the lamps' light is seen. */
  beam: number;
};

const DAY: Weather = {
  sky: ['#dfe3da', '#e9e8dd', '#f4efdf'],
  cloud: ['#c5cfc8', '#93a69f', '#6d857f'],
  rain: '#587370',
  sea: ['#8fb0a4', '#1f3d36'],
  foam: '#f3f1ea',
  rock: ['#44605a', '#2a453f'],
  tower: ['#fbfaf6', '#cfd2c6'],
  light: '#f9dc85',
  beam: 0,
};

const NIGHT: Weather = {
  sky: ['#0b1614', '#10201c', '#1a2f29'],
  cloud: ['#172a25', '#0f1f1b', '#0a1513'],
  rain: '#5d7a70',
  sea: ['#1d3830', '#08110f'],
  foam: '#8fb8a8',
  rock: ['#13241f', '#0a1412'],
  tower: ['#a9b5a8', '#5f6f67'],
  light: '#f7d774',
  beam: 1,
};

type Frame = { width: number; height: number; horizon: number; boatX: number; towerX: number; scale: number };

const WIDE: Frame = { width: 1600, height: 900, horizon: 560, boatX: 1060, towerX: 300, scale: 0.74 };
const TALL: Frame = { width: 900, height: 1100, horizon: 690, boatX: 600, towerX: 180, scale: 0.76 };

export const drawHero = (time: 'light' | 'dark', shape: 'wide' | 'tall'): string =>
  drawWeather(time === 'light' ? DAY : NIGHT, shape === 'wide' ? WIDE : TALL);

function drawWeather(weather: Weather, frame: Frame): string {
  const { width, height, horizon } = frame;
  const content = [
    sky(weather, frame),
    clouds(weather, frame),
    rain(weather, frame),
    waves(weather, frame, [0, 3]),
    placed([frame.towerX, waterline(frame, 3) - 34 * frame.scale], frame.scale, lighthouse(weather)),
    waves(weather, frame, [3, 6]),
    placed([frame.boatX, waterline(frame, 6) - 26 * frame.scale], frame.scale, boat(weather)),
    waves(weather, frame, [6, 11]),
  ].join('');
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}"><rect width="${width}" height="${horizon + 40}" fill="${weather.sky[1]}"/>${content}</svg>`;
}

function sky({ sky: [high, middle, low], light, beam }: Weather, { width, horizon }: Frame): string {
  const sun: Point = [width * 0.16, horizon * 0.52];
  return (
    fill(box([0, 0, width, horizon * 0.4]), high) +
    fill(box([0, horizon * 0.4, width, horizon * 0.38]), middle) +
    fill(box([0, horizon * 0.78, width, horizon * 0.3]), low) +
    (beam < 1
      ? fill(disc(sun[0], sun[1], horizon * 0.16), low) +
        fill(disc(sun[0], sun[1], horizon * 0.1), light, 0.55)
      : '')
  );
}

/** A bank that comes up from the right: far heaps, near heaps, and the flat dark under them. */
function clouds({ cloud: [far, near, under] }: Weather, { width, horizon }: Frame): string {
  const heap = (shares: [number, number, number][], colour: string): string =>
    shares
      .map(([x, y, r]) => fill(ellipse([width * x, horizon * y], [r * horizon * 1.7, r * horizon]), colour))
      .join('');
  const bank = ([from, y, thickness]: [number, number, number], colour: string): string => {
    const [x, top, half] = [width * from, horizon * y, (horizon * thickness) / 2];
    return fill(
      `M${x} ${top} C${x + 90} ${top - half} ${x + 170} ${top - half} ${x + 280} ${top - half} H${width} V${top + half} H${x + 300} C${x + 180} ${top + half} ${x + 70} ${top + half * 0.6} ${x} ${top} Z`,
      colour,
    );
  };
  return (
    bank([0.02, 0.2, 0.05], far) +
    bank([0.28, 0.29, 0.06], far) +
    heap(
      [
        [0.6, 0.44, 0.1],
        [0.72, 0.34, 0.15],
        [0.88, 0.26, 0.2],
        [1.02, 0.22, 0.22],
      ],
      far,
    ) +
    bank([0.34, 0.5, 0.12], far) +
    heap(
      [
        [0.74, 0.47, 0.09],
        [0.86, 0.42, 0.13],
        [1, 0.38, 0.18],
      ],
      near,
    ) +
    bank([0.46, 0.54, 0.13], near) +
    bank([0.56, 0.6, 0.08], under)
  );
}

const GOLDEN = 0.618034;

/** Falls from the bank and slants before the wind, thicker where the bank is. */
function rain({ rain: colour, cloud }: Weather, { width, horizon }: Frame): string {
  const [top, bottom] = [horizon * 0.6, horizon + 6];
  const lean = width * 0.09;
  const curtain = (from: number, to: number, opacity: number): string =>
    fill(
      `M${width * from} ${top} H${width * to} L${width * to + lean} ${bottom} H${width * from + lean} Z`,
      cloud[2],
      opacity,
    );
  const drops = Array.from({ length: 110 }, (_, index) => {
    const [across, down] = [(index * GOLDEN) % 1, (index * GOLDEN * GOLDEN * 7.13) % 1];
    const start = top + down * (bottom - top) * 0.8;
    const length = 20 + (index % 5) * 9;
    const slope = lean / (bottom - top);
    const x = width * (0.6 + across * 0.42) + (start - top) * slope;
    return stroke(
      `M${x.toFixed(1)} ${start.toFixed(1)} l${(length * slope).toFixed(1)} ${length}`,
      colour,
      2,
    );
  });
  return (
    curtain(0.62, 0.76, 0.22) +
    curtain(0.7, 1.05, 0.28) +
    curtain(0.84, 1.05, 0.2) +
    `<g opacity="0.45">${drops.join('')}</g>`
  );
}

const ROWS = 11;

/** Where the sea stands in a row of waves. */
const waterline = ({ height, horizon }: Frame, row: number): number =>
  horizon + (height - horizon) * (row / (ROWS - 1)) ** 1.45 * 0.94;

/** Sharp crests and long troughs, from the horizon to the foot of the picture. */
function waves({ sea: [far, near], foam }: Weather, frame: Frame, [first, last]: [number, number]): string {
  const { width, height } = frame;
  return Array.from({ length: last - first }, (_, offset) => {
    const row = first + offset;
    const share = row / (ROWS - 1);
    const y = waterline(frame, row);
    const [amplitude, length] = [4 + 30 * share, 90 + 330 * share];
    const crest: Point[] = Array.from({ length: 161 }, (__, step) => {
      const x = (width * step) / 160;
      const phase = ((x / length + row * 0.37) % 1) * Math.PI;
      return [x, y - amplitude * (1 - Math.sin(phase)) ** 1.6 + amplitude * 0.3];
    });
    const colour = mix(far, near, Math.min(1, share * 1.05 + (row % 2) * 0.05));
    const body = `${polyline(crest)}L${width} ${height}L0 ${height}Z`;
    const caps = Array.from({ length: Math.ceil(width / length) + 1 }, (__, index) => {
      const x = (index + 1 - ((row * 0.37) % 1)) * length;
      return row > 1 && (index * 3 + row) % 4 === 0
        ? stroke(
            `M${x + 4} ${y - amplitude * 0.56} q${length * 0.1} ${amplitude * 0.66} ${length * 0.26} ${amplitude * 0.82}`,
            foam,
            1.5 + share * 4,
          )
        : '';
    });
    return fill(body, colour) + `<g opacity="0.6">${caps.join('')}</g>`;
  }).join('');
}

/** Its foot at the origin, on a headland that runs out of the picture to the left. */
function lighthouse({ rock: [rockLight, rockShade], tower: [white, shade], light, beam }: Weather): string {
  const head =
    'M-900 60 V-20 L-560 -34 L-420 -30 L-360 -60 L-250 -70 L-190 -118 L-60 -124 L-10 -96 L70 -92 L120 -46 L210 -30 L270 40 L240 70 H-900Z';
  const tower = 'M-34 -106 L-24 -330 H24 L34 -106Z';
  return (
    fill('M26 -366 L2400 -560 V-160 L26 -352Z', light, 0.2 * beam) +
    fill('M-26 -366 L-700 -420 V-320 L-26 -352Z', light, 0.14 * beam) +
    fill(disc(0, -360, 64), light, 0.3 * beam) +
    fill(head, rockLight) +
    clipped(
      head,
      fill(
        'M-190 -118 L-150 80 H-330 L-250 -70Z M-420 -30 L-400 80 H-900 V-20Z M70 -92 L20 -20 L60 60 H300 V-60Z M-60 -124 L-90 -40 L-40 60 L-10 -40Z',
        rockShade,
      ),
    ) +
    fill(box([64, -140, 92, 60]), white) +
    fill(box([112, -140, 44, 60]), shade) +
    fill('M54 -140 L84 -172 H138 L166 -140Z', '#9e4136') +
    fill(box([80, -118, 14, 18]), light) +
    fill(tower, white) +
    clipped(
      tower,
      fill('M6 -340 H40 V-100 H10Z', shade) +
        fill('M-40 -280 H40 V-236 H-40Z M-40 -192 H40 V-148 H-40Z', '#9e4136') +
        fill('M7 -280 H40 V-236 H8Z M9 -192 H40 V-148 H9Z', '#6f2f28'),
    ) +
    fill(box([-36, -340, 72, 12], 3), rockShade) +
    fill(box([-20, -378, 40, 40]), light) +
    stroke('M-20 -378 V-338 M0 -378 V-338 M20 -378 V-338', rockShade, 4) +
    fill('M-28 -378 L0 -412 L28 -378Z', '#9e4136') +
    stroke('M0 -412 V-428', rockShade, 4) +
    fill(box([-7, -312, 14, 22], 6), rockShade) +
    fill(box([-9, -136, 18, 32], 8), rockShade)
  );
}

/** A cutter that lies to her anchor, bow to the wind, a scrap of sail aft. */
function boat({ tower: [white, shade], rock, light, beam, foam }: Weather): string {
  const hull = 'M-176 -52 C-120 -40 60 -36 150 -56 C150 -16 126 26 96 40 H-96 C-134 30 -164 -10 -176 -52Z';
  return (
    fill(disc(-20, -250, 54), light, 0.3 * beam) +
    stroke('M-174 -46 C-260 -10 -330 30 -390 66', foam, 2.5) +
    stroke('M-20 -48 V-330', shade, 9) +
    stroke('M112 -56 V-210', shade, 7) +
    stroke('M-250 -76 L-172 -54', shade, 7) +
    stroke(
      'M-20 -326 L-246 -74 M-20 -326 L-172 -54 M-20 -326 L92 -54 M-20 -326 L112 -206 M112 -206 L176 -58',
      rock[1],
      2,
    ) +
    fill('M116 -204 L118 -74 L196 -66 Z', '#e2571e') +
    fill('M116 -204 L118 -74 L150 -70 Z', '#b8471c') +
    stroke('M-10 -96 L90 -84', shade, 8) +
    fill('M-6 -102 C20 -116 70 -106 88 -88 L-4 -96Z', white) +
    fill('M-30 -50 L-24 -84 H62 L72 -52Z', white) +
    fill('M24 -84 H62 L72 -52 H26Z', shade) +
    fill(box([-10, -76, 20, 14], 3) + box([34, -76, 18, 14], 3), beam === 1 ? light : rock[1]) +
    fill(hull, white) +
    clipped(
      hull,
      fill('M-190 -16 C-60 0 60 0 160 -18 V60 H-190Z', '#356455') +
        fill('M-190 14 C-60 26 60 26 160 10 V60 H-190Z', '#1c3a33') +
        fill('M40 -60 C60 -30 60 10 40 44 H160 V-60Z', '#10201f', 0.22),
    ) +
    fill(ellipse([-20, -250], [9, 13]), light) +
    stroke('M-20 -270 V-230', rock[1], 3) +
    fill(disc(-96, -120, 13), '#10201f') +
    stroke('M-96 -120 L-64 -270', rock[1], 1.5) +
    stroke('M-214 30 C-200 14 -176 12 -160 20 M128 26 C150 12 180 14 206 28', foam, 5)
  );
}
