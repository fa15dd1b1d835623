import { type Colour, colourTone, COLOURS, materialTone, SHADOW, type Tone, tone } from './palette.ts';
import {
  box,
  cast,
  clipped,
  disc,
  ellipse,
  fill,
  form,
  ground,
  type Scene,
  shadowOf,
  stroke,
  symmetric,
  turned,
} from './planes.ts';
import { along, type Point, polyline, rope, through, turns } from './strands.ts';

const TURN = Math.PI * 2;

/** A ring of line as it lies in a coil: nearly round, and no two alike. */
const ring = (radius: number, wobble: number, [x, y]: Point = [500, 490]): Point[] =>
  along((share) => {
    const angle = share * TURN + wobble;
    const r = radius + Math.sin(angle * 2 + wobble * 3) * 9;
    return [x + Math.cos(angle) * r, y + Math.sin(angle) * r * 0.94];
  }, 140);

type Coil = { width: number; rings: number; tone: Tone; fleck?: string; radius?: number };

function coilOf({ width, rings, tone: colours, fleck, radius = 320 }: Coil): string {
  return Array.from({ length: rings }, (_, index) =>
    rope(ring(radius - index * width * 0.86, index * 1.3), { width, tone: colours, ...(fleck && { fleck }) }),
  ).join('');
}

/** A flat coil with an eye spliced in its end, bound by four turns. */
export function mooringCoil(): Scene {
  const colours = materialTone('rope');
  const width = 58;
  const tail = along(
    (t) => [300 + t * 370 + Math.sin(t * 3) * 30, 770 + Math.sin(t * 2.6) * 62 + t * 40],
    60,
  );
  const eye = along((t) => {
    const angle = t * TURN * 0.94 + 2.9;
    return [740 + Math.cos(angle) * 92, 850 + Math.sin(angle) * 54];
  }, 60);
  const fleck = COLOURS.Kelp;
  return {
    content:
      cast(
        stroke(polyline(ring(265, 0)), SHADOW, 170) +
          stroke(polyline(tail), SHADOW, width) +
          stroke(polyline(eye), SHADOW, width),
      ) +
      rope(eye, { width: width * 0.86, tone: colours, fleck }) +
      rope(tail, { width, tone: colours, fleck }) +
      coilOf({ width, rings: 4, tone: colours, fleck, radius: 330 }) +
      turns([606, 254], [708, 342], { count: 4, length: 226, width: 36, tone: colours }) +
      turns([612, 842], [668, 860], { count: 3, length: 70, width: 20, tone: colourTone('Kelp') }),
  };
}

/** Line made up for hanging: bights below, turns around the middle, a loop above. */
export function hank(colour: Colour): Scene {
  const colours = tone('#e8e2d2');
  const fleck = COLOURS[colour];
  const width = 34;
  const bights = [-3, -2, -1, 0, 1, 2, 3].map((place) => {
    const spread = place * 34;
    return rope(
      along((t) => {
        const angle = t * Math.PI;
        return [
          500 + spread * (0.55 + Math.sin(angle) * 0.85) + Math.cos(angle) * (30 + Math.abs(place) * 6),
          330 + Math.sin(angle) * (490 - Math.abs(place) * 26),
        ];
      }, 80),
      { width, tone: colours, fleck, isBraided: true },
    );
  });
  const loop = along((t) => {
    const angle = Math.PI + t * Math.PI;
    return [500 + Math.cos(angle) * 74, 270 + Math.sin(angle) * 160];
  }, 60);
  return {
    content:
      shadowOf(ellipse([500, 560], [175, 275]), ellipse([500, 230], [90, 130])) +
      rope(loop, { width, tone: colours, fleck, isBraided: true }) +
      bights.join('') +
      turns([500, 262], [500, 448], { count: 6, length: 214, width: 33, tone: { ...colours, shade: fleck } }),
  };
}

/** A bag that opens with one hand, its line running out. */
export function throwBag(colour: Colour): Scene {
  const bag = symmetric('M500 330 C590 330 640 345 640 372 L664 742 C664 790 590 806 500 806');
  const colours = colourTone(colour);
  const line = materialTone('rope');
  const run = through(
    [520, 372],
    [548, 262],
    [640, 222],
    [730, 330],
    [748, 520],
    [716, 700],
    [600, 850],
    [700, 900],
    [850, 856],
  );
  return {
    floor: 700,
    content:
      ground(500, 800, 235) +
      fill(bag, colours.base) +
      clipped(
        bag,
        fill('M560 300 L1000 300 V1000 H590 Z', colours.shade) +
          fill('M300 560 H700 V628 H300 Z', '#f3f1ea', 0.92) +
          fill('M300 760 H700 V840 H300 Z', colours.line),
      ) +
      fill(ellipse([500, 362], [139, 34]), colours.line) +
      cast(stroke(polyline(run.slice(110)), SHADOW, 24)) +
      rope(run, { width: 26, tone: line, fleck: COLOURS[colour] }) +
      stroke('M361 380 C296 420 300 520 348 552', colours.line, 16) +
      clipped(
        'M300 362 H700 V500 H300 Z',
        fill('M361 366 C400 402 600 402 639 366 L642 410 C600 440 400 440 358 410 Z', colours.base),
      ),
  };
}

/** Twine wound on a wooden reel, with a needle in it. */
export function reel(colour: Colour): Scene {
  const colours = colourTone(colour);
  const wood = materialTone('ash');
  const wound = box([330, 330, 340, 380], 26);
  const rows = Array.from({ length: 19 }, (_, i) =>
    stroke(`M326 ${346 + i * 20} L674 ${336 + i * 20}`, i % 2 ? colours.shade : colours.light, 4),
  );
  return {
    floor: 700,
    content:
      ground(510, 796, 270) +
      form(`M280 740 L280 716 H720 V740 C720 790 280 790 280 740Z`, wood, 'M560 700 H800 V820 H540 Z') +
      fill(wound, colours.base) +
      clipped(
        wound,
        rows.join('') +
          fill('M560 300 H720 V760 H580 Z', colours.shade, 0.75) +
          fill('M600 300 H720 V760 H620 Z', colours.line, 0.3),
      ) +
      form('M280 300 V330 C280 372 720 372 720 330 V300Z', wood, 'M560 280 H800 V400 H540 Z') +
      fill(ellipse([500, 300], [220, 46]), wood.light) +
      fill(ellipse([500, 300], [62, 14]), wood.line) +
      stroke('M640 690 C720 700 742 640 764 560', colours.base, 7) +
      stroke('M560 620 L792 470', materialTone('steel').shade, 10) +
      stroke('M560 616 L792 466', materialTone('steel').light, 4),
  };
}

/** A loop of rope closed around its own knot. */
export function softShackle(): Scene {
  const colours = colourTone('Sea glass');
  const loop = along((t) => {
    const angle = t * TURN * 0.9 - Math.PI / 2 + 0.32;
    return [500 + Math.cos(angle) * (215 + Math.sin(angle) * 30), 560 + Math.sin(angle) * 255];
  }, 120);
  const knot = 'M500 170 L588 250 L572 352 L500 392 L428 352 L412 250 Z';
  return {
    content:
      cast(stroke(polyline(loop), SHADOW, 66) + fill(knot, SHADOW)) +
      rope(loop, { width: 66, tone: colours, isBraided: true }) +
      rope(
        along((t) => [436 + t * 128, 372 + Math.sin(t * Math.PI) * 34], 20),
        { width: 46, tone: colours, isBraided: true },
      ) +
      form(knot, colours, 'M500 160 L620 250 L590 400 L500 400 Z') +
      stroke(
        'M412 250 L500 300 L588 250 M500 300 V392 M428 352 L500 300 L572 352 M456 210 L544 210',
        colours.line,
        9,
      ) +
      stroke('M470 172 L452 120 M530 172 L552 118', colours.base, 30) +
      stroke('M470 172 L452 120 M530 172 L552 118', colours.shade, { width: 30, dash: '4 12' }),
  };
}

/** Eight-plait line with the first metres of chain. */
export function rode(): Scene {
  const colours = tone('#e9e4d6');
  const chain = materialTone('iron');
  const links = along((t) => [330 + t * 430, 800 + Math.sin(t * 5) * 46], 9);
  const flat = links.map(([x, y], index) =>
    index % 2 === 0
      ? stroke(ellipse([x, y], [36, 21]), chain.shade, 17) +
        stroke(ellipse([x - 2, y - 3], [36, 21]), chain.base, 10)
      : stroke(`M${x - 34} ${y} L${x + 34} ${y}`, chain.shade, 20) +
        stroke(`M${x - 32} ${y - 4} L${x + 30} ${y - 4}`, chain.light, 6),
  );
  return {
    content:
      cast(stroke(polyline(ring(250, 0, [500, 440])), SHADOW, 210) + stroke(polyline(links), SHADOW, 50)) +
      Array.from({ length: 4 }, (_, index) =>
        rope(ring(318 - index * 52, index * 1.7, [500, 430]), {
          width: 62,
          tone: colours,
          isBraided: true,
          fleck: COLOURS.Ochre,
        }),
      ).join('') +
      rope(
        along((t) => [258 + t * 70 - Math.sin(t * 3) * 24, 640 + t * 158], 40),
        { width: 60, tone: colours, isBraided: true },
      ) +
      turns([300, 712], [318, 776], { count: 5, length: 76, width: 15, tone: colourTone('Tarred black') }) +
      flat.join(''),
  };
}

/** A monkey's fist and the line behind it. */
export function monkeysFist(): Scene {
  const colours = materialTone('hemp');
  const width = 36;
  const line = along((t) => {
    const angle = t * TURN * 2.7 + 3.4;
    const r = 170 + t * 165;
    return [530 + Math.cos(angle) * r, 570 + Math.sin(angle) * r * 0.86];
  }, 300);
  const fist = disc(430, 400, 168);
  const strands = (bends: Point[][]): string =>
    bends.map((bend) => rope(through(...bend), { width: 50, tone: colours })).join('');
  const [sides, upright, front] = [
    strands(
      [-150, -104, 104, 150].map((x) => [
        [430 + x * 0.7, 250],
        [430 + x * 1.04, 400],
        [430 + x * 0.7, 550],
      ]),
    ),
    strands(
      [-50, 0, 50].map((x) => [
        [430 + x, 226],
        [430 + x * 1.1, 400],
        [430 + x, 574],
      ]),
    ),
    strands(
      [-50, 0, 50].map((y) => [
        [318, 400 + y],
        [430, 400 + y * 1.1 - 8],
        [542, 400 + y],
      ]),
    ),
  ];
  return {
    content:
      cast(stroke(polyline(line), SHADOW, width) + fill(fist, SHADOW)) +
      rope(line, { width, tone: colours }) +
      fill(fist, colours.shade) +
      clipped(
        fist,
        sides + upright + front + fill('M520 200 C580 320 580 480 500 580 L640 580 V200Z', colours.line, 0.3),
      ) +
      stroke(fist, colours.line, 5),
  };
}

/** Manila hitched over a core, an eye at each end. */
export function fender(): Scene {
  const colours = materialTone('manila');
  const body = symmetric('M500 190 C570 190 640 250 646 330 L646 690 C640 770 570 812 500 812');
  const rows = Array.from({ length: 12 }, (_, row) =>
    Array.from({ length: 7 }, (__, column) => {
      const [x, y] = [340 + column * 54 + (row % 2) * 27, 212 + row * 52];
      return (
        stroke(
          `M${x - 22} ${y + 14} C${x - 10} ${y - 16} ${x + 10} ${y - 16} ${x + 22} ${y + 14}`,
          colours.line,
          8,
        ) +
        stroke(
          `M${x - 20} ${y + 6} C${x - 10} ${y - 18} ${x + 6} ${y - 20} ${x + 14} ${y - 6}`,
          colours.light,
          5,
        )
      );
    }).join(''),
  );
  const eye = (y: number, turn: number): string =>
    rope(
      along((t) => [500 + Math.cos(t * TURN) * 44, y + Math.sin(t * TURN) * 58 * turn], 50),
      { width: 30, tone: colours },
    );
  return {
    content: turned(
      14,
      shadowOf(body, disc(500, 160, 62), disc(500, 842, 62)) +
        eye(160, 1) +
        eye(842, -1) +
        form(body, colours, 'M540 100 L1000 100 V900 H560 Z') +
        clipped(body, rows.join('') + fill('M590 100 H700 V900 H600 Z', colours.line, 0.35)) +
        turns([500, 186], [500, 226], { count: 3, length: 120, width: 18, tone: materialTone('tar') }) +
        turns([500, 778], [500, 818], { count: 3, length: 120, width: 18, tone: materialTone('tar') }),
    ),
  };
}

/** A ball of tarred twine. */
export function ball(): Scene {
  const colours = materialTone('tar');
  const outline = disc(490, 520, 272);
  const wound = [-38, 24, 78].map((angle, group) =>
    turned(
      angle,
      Array.from({ length: 9 }, (_, i) => {
        const y = 520 - 120 + i * 30;
        return stroke(
          `M200 ${y + 40} C340 ${y - 30} 640 ${y - 30} 790 ${y + 40}`,
          i % 2 ? colours.line : colours.light,
          group === 2 ? 7 : 9,
        );
      }).join(''),
      [490, 520],
    ),
  );
  return {
    floor: 690,
    content:
      ground(500, 786, 250) +
      fill(outline, colours.base) +
      clipped(
        outline,
        wound[0] +
          fill('M560 180 C640 420 620 700 380 820 L1000 820 V180Z', colours.shade, 0.8) +
          clipped(
            'M260 380 C400 300 620 300 740 420 L700 640 C560 560 420 560 280 640Z',
            fill('M0 0H1000V1000H0Z', colours.base) + wound[1],
          ) +
          clipped('M390 300 L560 280 L600 480 L430 520Z', fill('M0 0H1000V1000H0Z', colours.base) + wound[2]),
      ) +
      stroke('M640 700 C760 720 760 800 840 792', colours.base, 15) +
      stroke('M640 700 C760 720 760 800 840 792', colours.shade, { width: 15, dash: '5 12' }),
  };
}
