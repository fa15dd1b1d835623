import { type Colour, colourTone, COLOURS, materialTone, type Tone } from './palette.ts';
import {
  box,
  clipped,
  disc,
  fill,
  form,
  ground,
  placed,
  type Scene,
  shadowOf,
  stroke,
  turned,
} from './planes.ts';
import { along, rope, through, turns } from './strands.ts';

const steel = materialTone('steel');

/** A blade: its flat in the light, its bevel in the shade. */
const blade = (outline: string, bevel: string, colours: Tone = steel): string =>
  fill(outline, colours.light) +
  clipped(outline, fill(bevel, colours.base)) +
  stroke(outline, colours.shade, 2);

const rivets = (...points: [number, number][]): string =>
  points
    .map(([x, y]) => fill(disc(x, y, 12), COLOURS.Brass) + fill(disc(x - 3, y - 3, 5), '#f0d690'))
    .join('');

export function riggingKnife(scales: Colour): Scene {
  const colours = colourTone(scales);
  const handle =
    'M190 470 C200 430 240 424 280 430 L640 446 C680 450 700 470 700 500 C700 534 676 552 640 552 L270 560 C220 562 182 520 190 470 Z';
  const edge = 'M676 462 L900 250 C950 204 980 230 962 270 L726 540 Z';
  const spike = 'M262 474 C250 400 130 320 70 250 C60 232 78 222 94 236 C190 310 300 390 330 456 Z';
  return {
    content: placed(
      [66, 104],
      0.94,
      turned(
        -14,
        shadowOf(handle, edge, spike) +
          blade(edge, 'M740 560 L990 250 L1000 600Z') +
          fill(spike, steel.base) +
          clipped(spike, fill('M60 240 C180 340 280 420 300 480 L200 480Z', steel.shade)) +
          stroke(
            'M200 540 C150 560 130 600 150 640 C170 670 210 650 206 610 C204 580 170 580 160 610',
            '#33403f',
            11,
          ) +
          form(handle, colours, 'M150 508 C300 530 500 524 720 508 V600 H150Z') +
          clipped(
            handle,
            fill('M630 430 H720 V570 H640Z M180 420 H262 L252 580 H180Z', steel.base) +
              fill('M636 516 H720 V570 H636Z M180 516 H262 V580 H180Z', steel.shade) +
              stroke('M300 470 C400 456 500 480 600 468 M320 500 C420 490 500 512 610 498', colours.line, 4),
          ) +
          rivets([360, 496], [540, 498]) +
          fill(disc(668, 500, 17), steel.line) +
          fill(disc(228, 496, 15), steel.line),
      ),
    ),
  };
}

export function galleyKnife(): Scene {
  const [wood, leather] = [materialTone('boxwood'), materialTone('leather')];
  const edge = 'M420 410 L880 410 C900 410 908 424 896 440 C840 520 700 556 420 556 Z';
  const handle = 'M120 416 C130 402 150 400 170 402 L400 408 V492 L180 496 C130 500 100 470 120 416 Z';
  const sheath = 'M300 640 H820 C860 644 866 690 840 716 C800 760 600 786 300 790 Z';
  return {
    content: placed(
      [0, -70],
      1,
      turned(
        -8,
        shadowOf(edge, handle, sheath) +
          blade(edge, 'M420 520 C640 520 800 500 900 420 V600 H420Z') +
          fill(box([396, 404, 30, 96], 4), steel.shade) +
          form(handle, wood, 'M90 462 C200 470 300 466 420 464 V520 H90Z') +
          stroke('M160 430 C240 420 300 440 386 430', wood.line, 4) +
          rivets([190, 450], [270, 450], [350, 450]) +
          form(sheath, leather, 'M300 730 C520 730 740 716 870 670 V820 H300Z') +
          stroke('M318 770 C560 766 760 750 828 700', leather.line, { width: 5, dash: '12 10' }) +
          fill(disc(340, 676, 12), leather.line) +
          fill(disc(800, 690, 10) + disc(770, 716, 8), '#6d4c32') +
          stroke('M300 640 V790', leather.line, 8),
      ),
    ),
  };
}

export function marlinspike(): Scene {
  const body =
    'M236 440 C280 430 330 440 360 452 L840 488 C872 492 872 510 840 514 L360 548 C330 560 280 570 236 560 C200 550 200 450 236 440 Z';
  const lanyard = through([262, 498], [150, 470], [120, 590], [230, 680], [360, 640], [470, 690], [590, 650]);
  return {
    content: turned(
      -28,
      shadowOf(body) +
        rope(lanyard, { width: 20, tone: colourTone('Kelp'), isBraided: true }) +
        form(body, steel, 'M180 510 C400 512 600 506 880 502 V600 H180Z') +
        clipped(
          body,
          fill('M200 456 C400 456 600 482 840 494 L840 498 C600 494 400 478 200 476Z', '#f4f6f4') +
            fill('M352 430 H364 V570 H352Z M384 430 H390 V570 H384Z', steel.line, 0.7),
        ) +
        fill(disc(262, 500, 24), steel.line) +
        stroke('M262 500 L196 476', COLOURS.Kelp, 20) +
        turns([330, 656], [384, 646], { count: 4, length: 44, width: 14, tone: colourTone('Signal orange') }),
    ),
  };
}

export function whetstone(): Scene {
  const [grey, pale, cork] = [materialTone('stone'), materialTone('paleStone'), materialTone('cork')];
  const slab = ([top, bottom]: [number, number], colours: Tone): string =>
    fill(`M170 ${top} H660 V${bottom} H170Z`, colours.base) +
    fill(`M660 ${top} L850 ${top - 110} V${bottom - 110} L660 ${bottom}Z`, colours.shade);
  const water =
    'M330 470 C380 440 470 450 500 470 C470 500 370 502 330 470Z M560 440 C590 424 640 430 650 444 C630 460 570 458 560 440Z';
  return {
    floor: 640,
    content:
      ground(500, 780, 390) +
      fill('M140 690 H690 V768 H140Z', cork.base) +
      fill('M690 690 L880 580 V656 L690 768Z', cork.shade) +
      fill('M140 690 L330 580 H880 L690 690Z', cork.light) +
      Array.from({ length: 26 }, (_, i) =>
        fill(disc(160 + ((i * 83) % 510), 704 + ((i * 37) % 54), 4), cork.line),
      ).join('') +
      slab([608, 690], grey) +
      slab([516, 608], pale) +
      fill('M170 516 L360 406 H850 L660 516Z', pale.light) +
      fill(water, '#9fbcb4', 0.75) +
      stroke('M370 470 C400 456 440 456 466 466', '#fbfdfa', 5) +
      stroke('M170 608 H660 L850 498', pale.line, 3) +
      fill('M230 636 H330 V664 H230Z', grey.line, 0.5) +
      fill('M230 548 H330 V576 H230Z', pale.line, 0.4),
  };
}

export function fid(): Scene {
  const wood = materialTone('boxwood');
  const line = materialTone('rope');
  const body =
    'M170 470 C210 452 260 446 330 444 L760 476 C840 486 872 500 872 506 C872 514 840 524 760 530 L330 566 C260 566 210 560 170 544 C154 520 154 494 170 470 Z';
  const strand = (dx: number, dy: number): string =>
    rope(
      along((t) => [420 + t * 360 + dx * t, 720 + Math.sin(t * 2) * 40 * (dy / 60) + dy * t * t], 40),
      { width: 34, tone: line },
    );
  return {
    content:
      turned(
        -22,
        shadowOf(body) +
          form(body, wood, 'M140 512 C400 520 640 510 880 506 V600 H140Z') +
          clipped(
            body,
            stroke('M190 480 C340 460 560 470 700 490 M200 536 C360 548 560 540 720 520', wood.line, 4),
          ) +
          fill(
            'M300 490 C420 478 640 492 800 506 C640 514 420 520 300 512 C284 506 284 496 300 490Z',
            wood.line,
          ) +
          fill('M300 490 C420 478 640 492 800 506 C640 500 420 494 300 500Z', '#5d3d1f', 0.6) +
          fill(box([214, 442, 14, 130], 4), wood.line),
        [500, 420],
      ) +
      shadowOf('M180 700 H480 V750 H180Z') +
      strand(-20, 90) +
      strand(10, -60) +
      strand(0, 14) +
      rope(
        along((t) => [150 + t * 320, 740 - Math.sin(t * 2.6) * 26], 40),
        { width: 62, tone: line, fleck: COLOURS.Kelp },
      ) +
      turns([420, 714], [446, 716], { count: 3, length: 78, width: 13, tone: colourTone('Tarred black') }),
  };
}

export function toolRoll(colour: Colour): Scene {
  const colours = colourTone(colour);
  const [wood, leather] = [materialTone('ash'), materialTone('leather')];
  const open = 'M330 250 L850 250 L850 780 L330 780 Z';
  const pockets = 'M330 470 L850 500 V780 H330Z';
  const tool = (x: number, top: number, handle: Tone): string =>
    form(
      `M${x - 22} ${top + 90} C${x - 26} ${top + 40} ${x - 14} ${top} ${x} ${top} C${x + 14} ${top} ${x + 26} ${top + 40} ${x + 22} ${top + 90} V560 H${x - 22}Z`,
      handle,
      `M${x + 4} ${top} H${x + 60} V600 H${x + 4}Z`,
    );
  return {
    content:
      shadowOf(open, box([150, 230, 230, 570], 100)) +
      fill(open, colours.shade) +
      tool(440, 330, wood) +
      tool(520, 300, colourTone('Walnut')) +
      tool(600, 350, materialTone('boxwood')) +
      fill('M668 380 C676 320 700 320 708 380 V560 H668Z', steel.base) +
      fill('M690 330 L708 380 V560 H690Z', steel.shade) +
      tool(780, 340, leather) +
      form(pockets, colours, 'M700 400 H1000 V900 H720Z') +
      stroke('M330 470 L850 500', colours.line, 6) +
      stroke('M330 484 L850 514', colours.light, { width: 3, dash: '12 9' }) +
      [480, 560, 640, 730]
        .map((x) => stroke(`M${x} ${478 + (x - 330) * 0.058} V780`, colours.line, 5))
        .join('') +
      form(box([150, 226, 240, 580], 110), colours, 'M270 200 H420 V820 H282Z') +
      stroke('M214 300 C180 420 180 620 214 732 M262 270 C240 420 240 620 262 762', colours.line, 5) +
      stroke('M152 470 H388 M152 560 H388', leather.base, 26) +
      stroke('M152 480 H388 M152 570 H388', leather.shade, 6) +
      stroke('M160 470 C90 500 80 640 120 720', leather.base, 18),
  };
}

export function hatchet(): Scene {
  const [wood, iron] = [materialTone('ash'), materialTone('iron')];
  const helve =
    'M470 210 L530 206 C540 400 548 560 566 700 C574 760 590 800 600 850 C580 880 520 880 504 850 C496 700 480 500 470 210 Z';
  const head =
    'M300 190 C380 214 440 216 566 206 L640 214 L644 316 L566 322 C440 320 420 360 316 442 C270 370 262 270 300 190 Z';
  return {
    content: turned(
      18,
      shadowOf(helve, head) +
        form(helve, wood, 'M516 180 H700 V900 H548 C530 600 520 400 516 180Z') +
        stroke('M500 380 C508 520 520 640 540 820', wood.line, 4) +
        form(head, iron, 'M420 270 C500 262 600 268 700 268 V500 H300 C360 380 390 300 420 270Z') +
        fill('M300 190 C270 270 270 370 316 442 L336 426 C296 360 296 270 324 198Z', steel.light) +
        fill(box([474, 196, 56, 18], 4), wood.light) +
        stroke('M566 206 V322', iron.line, 6) +
        fill(disc(556, 836, 11), '#f3f1ea') +
        stroke('M556 836 C620 860 640 800 690 830', materialTone('leather').base, 12),
    ),
  };
}

export function pliers(): Scene {
  const grip = colourTone('Signal orange');
  const left = 'M474 520 C420 600 380 700 372 830 C370 870 420 876 432 840 C446 740 480 640 540 560 Z';
  const right = 'M526 520 C580 600 620 700 628 830 C630 870 580 876 568 840 C554 740 520 640 460 560 Z';
  const jawLeft =
    'M500 440 C462 420 440 450 452 520 L500 560 L498 130 C484 132 478 150 474 180 L458 380 C452 420 470 430 500 440 Z';
  const jawRight =
    'M500 440 C538 420 560 450 548 520 L500 560 L502 130 C516 132 522 150 526 180 L542 380 C548 420 530 430 500 440 Z';
  return {
    content: turned(
      24,
      shadowOf(left, right, jawLeft, jawRight) +
        fill(jawLeft, steel.light) +
        fill(jawRight, steel.shade) +
        form(left, grip, 'M400 900 C420 740 460 640 520 560 L560 560 C500 640 440 760 440 900Z') +
        fill(right, grip.shade) +
        clipped(right, fill('M600 560 H700 V900 H600 C600 760 560 640 540 560Z', grip.line, 0.5)) +
        fill('M440 470 C440 440 560 440 560 470 L552 590 C540 610 460 610 448 590 Z', steel.base) +
        fill('M500 446 C540 446 560 454 560 470 L552 590 C540 606 520 606 500 606Z', steel.shade) +
        fill(disc(500, 526, 30), steel.line) +
        fill(disc(497, 523, 22), steel.light) +
        stroke('M482 530 L512 516', steel.line, 6) +
        Array.from({ length: 8 }, (_, i) => stroke(`M488 ${190 + i * 22} H512`, steel.line, 3)).join(''),
    ),
  };
}
