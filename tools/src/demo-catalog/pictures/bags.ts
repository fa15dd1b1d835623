import { type Colour, colourTone, COLOURS, MATERIALS, materialTone, type Tone } from './palette.ts';
import {
  box,
  clipped,
  disc,
  ellipse,
  fill,
  form,
  ground,
  placed,
  type Scene,
  shadowOf,
  stroke,
  symmetric,
  turned,
} from './planes.ts';

const webbing = materialTone('webbing');

const buckle = (x: number, y: number, scale = 1): string =>
  placed(
    [x, y],
    scale,
    fill(box([-44, -26, 88, 52], 10), '#232b2a') +
      fill(box([-30, -14, 26, 28], 4), '#4d5857') +
      fill(box([6, -14, 26, 28], 4), '#4d5857'),
  );

/** The body of a roll-top, its collar rolled and clipped, standing at x = 500. */
function rollTop({ colours, width, height }: { colours: Tone; width: number; height: number }): string {
  const half = width / 2;
  const bottom = 806;
  const top = bottom - height;
  const body = symmetric(
    `M500 ${top} L${500 + half * 0.86} ${top} C${500 + half * 1.02} ${top + 80} ${500 + half} ${top + 160} ${500 + half} ${top + 220} L${500 + half} ${bottom - 34} C${500 + half} ${bottom + 6} 560 ${bottom + 16} 500 ${bottom + 16}`,
  );
  const roll = box([500 - half * 0.98, top - 62, width * 0.98, 74], 34);
  return (
    form(body, colours, `M${500 + half * 0.34} ${top - 20} H1000 V900 H${500 + half * 0.42}Z`) +
    clipped(
      body,
      fill(
        `M${500 - half} ${top} L${500 - half * 0.5} ${top} L${500 - half * 0.7} ${top + 190}Z M${500 + half * 0.1} ${top} H${500 + half * 0.5} L${500 + half * 0.2} ${top + 150}Z`,
        colours.shade,
        0.7,
      ) +
        fill(`M0 ${bottom - 74} H1000 V900 H0Z`, colours.line, 0.55) +
        stroke(`M${500 - half * 0.62} ${top + 250} V${bottom - 130}`, colours.light, 26),
    ) +
    fill(box([500 - half * 0.2, top + height * 0.44, width * 0.32, width * 0.24], 6), MATERIALS.rope, 0.92) +
    stroke(
      `M${500 - half * 0.1} ${top + height * 0.44 + width * 0.09} h${width * 0.2} m-${width * 0.2} ${width * 0.07} h${width * 0.13}`,
      colours.line,
      6,
    ) +
    form(roll, colours, `M0 ${top - 22} H1000 V${top + 40} H0Z`) +
    stroke(`M${500 - half * 0.9} ${top - 24} H${500 + half * 0.9}`, colours.line, 6) +
    stroke(
      `M${500 - half * 0.94} ${top - 24} C${500 - half * 0.9} ${top - 120} ${500 + half * 0.9} ${top - 120} ${500 + half * 0.94} ${top - 24}`,
      webbing.base,
      24,
    ) +
    buckle(500, top - 96, 0.9)
  );
}

export function dryBag(colour: Colour): Scene {
  return {
    floor: 700,
    content: ground(510, 816, 235) + rollTop({ colours: colourTone(colour), width: 390, height: 520 }),
  };
}

export function stowSacks(): Scene {
  const sack = (colour: Colour, x: number, scale: number): string =>
    placed(
      [x - 500 * scale, 810 - 822 * scale],
      scale,
      rollTop({ colours: colourTone(colour), width: 360, height: 480 }),
    );
  return {
    floor: 690,
    content:
      ground(710, 806, 190) +
      sack('Kelp', 716, 0.92) +
      ground(430, 806, 140) +
      sack('Sea glass', 424, 0.7) +
      ground(206, 808, 100) +
      sack('Signal orange', 206, 0.5),
  };
}

export function duffel(colour: Colour): Scene {
  const colours = colourTone(colour);
  const body =
    'M180 480 C190 420 230 392 300 388 L720 388 C790 392 840 430 846 500 L850 690 C850 750 810 786 740 788 L270 788 C200 786 168 750 170 690 Z';
  const end = ellipse([214, 588], [62, 196]);
  return {
    floor: 690,
    content:
      ground(510, 796, 370) +
      stroke('M360 420 C360 250 640 250 640 420', webbing.shade, 28) +
      form(body, colours, 'M170 640 C400 680 700 676 860 600 V820 H170Z') +
      fill('M240 388 C300 350 720 350 780 392 L790 430 C700 404 320 404 230 430Z', colours.line) +
      stroke('M250 408 C340 378 690 378 772 410', '#d9c79a', { width: 5, dash: '5 9' }) +
      fill('M344 400 H384 V790 H344Z M616 400 H656 V790 H616Z', webbing.base) +
      fill('M344 640 H384 V790 H344Z M616 640 H656 V790 H616Z', webbing.shade) +
      stroke('M364 470 C364 330 636 330 636 470', webbing.base, 28) +
      fill(box([462, 344, 76, 46], 14), colours.base) +
      fill(end, colours.shade) +
      clipped(end, fill('M140 600 H300 V800 H140Z', colours.line, 0.6)) +
      stroke(end, colours.line, 5) +
      stroke('M196 520 C186 560 186 610 196 650', webbing.base, 20) +
      fill(box([440, 560, 130, 84], 6), MATERIALS.rope, 0.92) +
      stroke('M462 590 H548 M462 614 H520', colours.line, 7) +
      [300, 704].map((x) => stroke(disc(x, 716, 17), '#8f9a98', 8)).join('') +
      buckle(760, 520, 0.6),
  };
}

export function backpack(colour: Colour): Scene {
  const colours = colourTone(colour);
  const body = symmetric('M500 300 L640 300 C690 320 712 380 714 460 L720 760 C716 806 640 816 500 816');
  const pocket = symmetric('M500 520 L628 520 L650 560 L654 742 C640 766 580 772 500 772');
  return {
    floor: 700,
    content:
      ground(520, 818, 260) +
      stroke('M320 380 C220 440 230 640 300 740 M680 380 C780 440 770 640 700 740', webbing.base, 34) +
      stroke('M440 230 C440 150 560 150 560 230', webbing.shade, 22) +
      form(body, colours, 'M608 280 H1000 V900 H630 Z') +
      clipped(body, fill('M360 300 H420 L390 470Z M560 300 H640 L590 440Z', colours.shade, 0.7)) +
      form(box([352, 226, 296, 88], 40), colours, 'M300 272 H700 V330 H300Z') +
      stroke('M372 272 H628', colours.line, 6) +
      fill('M484 240 H516 V470 H484Z', webbing.base) +
      buckle(500, 440, 0.8) +
      form(pocket, { ...colours, base: colours.light }, 'M590 500 H800 V800 H604Z') +
      clipped(pocket, fill('M590 500 H800 V800 H604Z', colours.shade)) +
      fill('M372 520 H628 L636 548 H364Z', colours.line) +
      stroke('M392 534 H610', '#d9c79a', { width: 4, dash: '5 8' }) +
      fill(box([420, 622, 96, 64], 5), MATERIALS.rope, 0.92) +
      stroke('M436 644 H500 M436 662 H478', colours.line, 6) +
      stroke('M300 600 H350 M650 600 H700', webbing.base, 20) +
      fill('M284 780 H716 C712 806 640 816 500 816 C360 816 288 806 284 780Z', colours.line, 0.6),
  };
}

export function phonePouch(colour: Colour): Scene {
  const colours = colourTone(colour);
  const outline = box([330, 250, 340, 590], 44);
  const window = box([372, 372, 256, 424], 24);
  return {
    content: turned(
      8,
      shadowOf(outline) +
        stroke('M420 250 C380 60 640 40 580 250', webbing.base, 12) +
        form(outline, colours, 'M590 200 H800 V900 H610Z') +
        fill(window, '#22302f') +
        clipped(
          window,
          fill(box([396, 396, 208, 376], 20), '#31504c') +
            fill('M396 640 C450 600 520 660 604 610 V780 H396Z', '#1c3532') +
            fill(disc(548, 470, 32), '#f3e3b0') +
            fill('M372 372 L500 372 L372 640Z', '#fbfaf6', 0.22),
        ) +
        stroke(window, colours.line, 8) +
        fill(box([318, 262, 364, 34], 16), colours.line) +
        fill(box([318, 312, 364, 34], 16), colours.shade) +
        fill(box([640, 256, 50, 96], 12), '#232b2a') +
        fill(disc(500, 252, 14), '#8f9a98') +
        fill(disc(420, 252, 10) + disc(580, 252, 10), '#8f9a98'),
    ),
  };
}

export function hipBag(colour: Colour): Scene {
  const colours = colourTone(colour);
  const body = symmetric('M500 420 L690 420 C724 470 732 560 716 640 C706 700 640 724 500 724');
  const flap = symmetric('M500 366 L680 372 C712 380 716 430 708 480 C690 540 610 566 500 566');
  return {
    floor: 660,
    content:
      ground(510, 736, 270) +
      stroke(
        'M300 470 C120 470 90 380 130 330 C200 260 800 260 870 330 C910 380 880 470 700 470',
        webbing.shade,
        40,
      ) +
      stroke('M300 478 C180 478 140 470 116 430', webbing.base, 40) +
      form(body, colours, 'M600 400 H900 V760 H620Z') +
      fill(
        'M290 660 C340 700 440 712 500 712 C580 712 680 700 712 656 C706 700 640 724 500 724 C360 724 300 700 290 660Z',
        colours.line,
        0.7,
      ) +
      form(flap, colours, 'M612 340 H900 V600 H618 C640 500 636 420 612 340Z') +
      stroke('M300 500 C330 540 420 556 500 556 C590 556 670 540 700 496', colours.line, {
        width: 5,
        dash: '14 10',
      }) +
      fill('M484 500 H516 V640 H484Z', webbing.base) +
      buckle(500, 596, 0.95) +
      stroke('M360 410 H640', '#d9c79a', { width: 5, dash: '6 9' }) +
      stroke('M350 410 H650', colours.line, 2) +
      fill(box([330, 450, 80, 46], 5), MATERIALS.rope, 0.92) +
      stroke('M344 466 H396 M344 480 H378', colours.line, 5),
  };
}

export function chartTube(colour: Colour): Scene {
  const colours = colourTone(colour);
  const tube = box([424, 196, 152, 640], 30);
  return {
    content: turned(
      32,
      shadowOf(tube, box([412, 150, 176, 120], 24)) +
        stroke('M440 300 C260 380 260 640 440 730', webbing.base, 26) +
        form(tube, colours, 'M520 100 H700 V900 H526Z') +
        fill('M424 330 H576 V346 H424Z M424 700 H576 V716 H424Z', colours.line) +
        fill('M424 780 H576 V806 C576 836 424 836 424 806Z', colours.line, 0.7) +
        form(box([410, 148, 180, 116], 22), colourTone('Black'), 'M516 100 H700 V300 H520Z') +
        Array.from({ length: 8 }, (_, i) => stroke(`M${426 + i * 21} 166 V246`, '#232b2a', 6)).join('') +
        fill(box([450, 440, 92, 150], 6), MATERIALS.rope, 0.92) +
        stroke('M468 560 L490 500 L508 530 L524 470', COLOURS.Kelp, 6) +
        fill(box([424, 300, 36, 40], 6), '#232b2a') +
        fill(box([424, 700, 36, 40], 6), '#232b2a'),
    ),
  };
}

export function hardBox(colour: Colour): Scene {
  const colours = colourTone(colour);
  const front = 'M170 470 H690 V770 C690 786 680 794 664 794 H196 C180 794 170 786 170 770Z';
  const side = 'M690 470 L850 390 V690 L690 790Z';
  const top = 'M190 440 L350 356 H836 L850 392 L690 472 H170Z';
  const latch = (x: number): string =>
    fill(box([x, 500, 84, 126], 10), '#232b2a') +
    fill(box([x + 12, 520, 60, 60], 8), '#4d5857') +
    fill(box([x + 22, 592, 40, 20], 5), '#4d5857');
  return {
    floor: 650,
    content:
      ground(510, 794, 370) +
      fill(side, colours.line) +
      fill(top, colours.light) +
      fill(front, colours.base) +
      clipped(
        front,
        fill('M170 690 H690 V800 H170Z', colours.shade) +
          fill('M520 440 H700 V800 H540Z', colours.shade, 0.5),
      ) +
      stroke('M172 556 H690 L850 470', '#232b2a', 9) +
      stroke('M206 560 V780 M656 560 V780 M420 640 V780', colours.line, 7) +
      stroke('M360 470 V420 H520 V470', '#232b2a', 26) +
      latch(236) +
      latch(556) +
      fill('M380 392 H620 L580 416 H340Z', colours.shade, 0.8) +
      fill(disc(452, 590, 24), '#232b2a') +
      fill(disc(448, 586, 12), '#8f9a98'),
  };
}
