import { type Colour, colourTone, COLOURS, MATERIALS, materialTone } from './palette.ts';
import {
  box,
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

const glow = (x: number, y: number, radius: number): string =>
  fill(disc(x, y, radius), MATERIALS.glow, 0.28) + fill(disc(x, y, radius * 0.68), MATERIALS.glow, 0.4);

const knurls = ([x, y, width, height]: [number, number, number, number], colour: string): string =>
  Array.from({ length: Math.floor(height / 18) }, (_, i) =>
    stroke(`M${x} ${y + 9 + i * 18} H${x + width}`, colour, 5),
  ).join('');

export function lantern(colour: Colour): Scene {
  const colours = colourTone(colour);
  const glass = symmetric('M500 400 L596 400 C640 450 640 580 596 640 L500 640');
  const cage = [404, 500, 596].map((x) =>
    stroke(`M${x} 396 C${x + (x - 500) * 0.62} 470 ${x + (x - 500) * 0.62} 570 ${x} 644`, colours.line, 11),
  );
  return {
    floor: 720,
    content:
      glow(500, 520, 300) +
      ground(510, 826, 230) +
      stroke('M352 420 C300 120 700 120 648 420', colours.line, 13) +
      form(
        symmetric('M500 222 C540 222 556 240 556 262 L566 300 L500 306'),
        colours,
        'M520 200 H700 V320 H516Z',
      ) +
      form(symmetric('M500 296 L580 298 L660 372 L660 404 L500 408'), colours, 'M548 280 H800 V420 H560Z') +
      fill(symmetric('M500 384 L660 376 L660 404 L500 412'), colours.line, 0.5) +
      fill(glass, MATERIALS.glow) +
      clipped(
        glass,
        fill(disc(500, 530, 74), '#fff4cd') +
          fill('M560 380 C610 470 610 580 570 660 L660 660 V380Z', '#e9b955', 0.65) +
          fill('M420 420 C396 480 396 560 420 620 L440 620 C420 560 420 480 440 420Z', '#fffbe9', 0.9),
      ) +
      cage.join('') +
      stroke('M364 520 H636', colours.line, 9) +
      form(
        symmetric('M500 636 L604 636 L632 690 L660 790 C660 826 560 834 500 834'),
        colours,
        'M556 620 H800 V860 H572Z',
      ) +
      stroke('M366 700 C440 716 560 716 634 700', colours.line, 6) +
      fill(box([470, 742, 60, 42], 8), colours.line) +
      fill(disc(500, 763, 10), COLOURS['Signal orange']) +
      fill(disc(352, 420, 16) + disc(648, 420, 16), colours.line),
  };
}

export function headlamp(): Scene {
  const [body, band] = [colourTone('Black'), materialTone('webbing')];
  const back = 'M226 470 C240 300 760 300 774 470 L756 540 C720 420 280 420 244 540 Z';
  const front =
    'M226 470 C250 640 400 690 500 690 C600 690 750 640 774 470 L790 560 C770 720 620 790 500 790 C380 790 230 720 210 560 Z';
  const housing = box([350, 560, 300, 230], 60);
  return {
    floor: 660,
    content:
      ground(510, 820, 320) +
      fill(back, band.shade) +
      form(front, band, 'M560 440 H1000 V900 H560Z') +
      clipped(
        front,
        stroke('M222 520 C250 680 400 738 500 738 C600 738 750 680 780 520', COLOURS['Signal orange'], 12),
      ) +
      fill(box([216, 500, 54, 60], 8), '#59615f') +
      form(housing, body, 'M540 540 H800 V860 H560Z') +
      fill(disc(452, 678, 84), body.line) +
      fill(disc(448, 674, 70), MATERIALS.steel) +
      fill(disc(448, 674, 54), '#fff6d6') +
      clipped(disc(448, 674, 54), fill('M460 610 C480 660 470 710 440 740 H520 V610Z', MATERIALS.glow)) +
      fill(disc(582, 648, 30), body.line) +
      fill(disc(580, 646, 22), '#b9342a') +
      fill(disc(574, 640, 7), '#ef8f7f') +
      fill(box([540, 708, 82, 40], 20), COLOURS['Signal orange']) +
      stroke('M400 570 H600', body.light, 7),
  };
}

export function torch(colour: Colour): Scene {
  const colours = colourTone(colour);
  const beam = 'M700 500 L1300 260 V740 L700 500Z';
  const torchBody =
    shadowOf(box([180, 452, 420, 96], 30), 'M580 440 L690 400 V600 L580 560Z') +
    form(box([180, 452, 420, 96], 26), colours, 'M100 516 H700 V600 H100Z') +
    clipped(
      box([262, 452, 230, 96], 0),
      turned(90, knurls([320, 260, 110, 240], colours.line), [377, 500]) +
        fill('M200 524 H600 V560 H200Z', colours.line, 0.35),
    ) +
    fill(box([196, 452, 14, 96]) + box([236, 452, 10, 96]) + box([510, 452, 12, 96]), colours.line) +
    form('M574 446 L676 404 H704 V596 H676 L574 554Z', colours, 'M560 530 H720 V620 H560Z') +
    fill(box([612, 424, 10, 152]) + box([640, 414, 10, 172]), colours.line) +
    fill(ellipse([704, 500], [24, 96]), '#fff3c9') +
    fill(ellipse([706, 500], [15, 66]), '#fffdf2') +
    fill(ellipse([180, 500], [16, 36]), colours.line) +
    stroke('M168 500 C110 520 110 590 150 620', '#33403f', 9);
  return { content: turned(24, fill(beam, MATERIALS.glow, 0.42) + torchBody, [420, 500]) };
}

export function chartLamp(): Scene {
  const [black, brass] = [colourTone('Black'), colourTone('Brass')];
  const shade = 'M590 300 L740 360 L716 470 L506 386 Z';
  return {
    floor: 700,
    content:
      fill('M506 386 L716 470 L850 800 C760 832 420 832 340 800 Z', MATERIALS.glow, 0.4) +
      fill(ellipse([600, 806], [250, 30]), MATERIALS.glow, 0.7) +
      fill('M470 800 L700 776 L760 812 L520 838Z', '#fbfaf6') +
      stroke('M540 818 C600 796 640 812 700 796', '#8fb8a8', 5) +
      ground(260, 800, 120) +
      stroke('M254 770 C210 520 250 190 420 180 C530 176 590 230 640 320', black.shade, 30) +
      stroke('M250 770 C206 520 246 188 416 176 C526 172 586 228 634 316', black.base, 18) +
      stroke('M250 770 C206 520 246 188 416 176 C526 172 586 228 634 316', black.line, {
        width: 18,
        dash: '3 13',
      }) +
      form(shade, black, 'M650 320 L760 340 V500 L600 420Z') +
      fill('M506 386 L716 470 L708 490 L500 404Z', '#fff3c9') +
      form('M604 304 L628 276 L690 300 L676 338Z', brass, 'M650 270 H700 V350 H640Z') +
      form('M170 762 H338 L350 796 C330 816 178 816 158 796Z', brass, 'M264 740 H400 V830 H256Z') +
      fill(disc(210, 780, 9), COLOURS.Madder) +
      fill(disc(242, 784, 9), '#fbfaf6'),
  };
}

export function vestLight(): Scene {
  const [body, strap] = [colourTone('Signal orange'), materialTone('webbing')];
  const dome = symmetric('M500 190 C590 190 620 270 616 380 L500 396');
  const outline = symmetric('M500 380 L626 376 C644 480 640 660 606 786 C580 812 540 816 500 816');
  return {
    content:
      fill(disc(500, 300, 270), '#fffbe6', 0.9) +
      shadowOf(outline, dome) +
      stroke('M590 760 C700 800 760 700 700 600', strap.base, 16) +
      fill(dome, MATERIALS.glass) +
      clipped(
        dome,
        fill('M540 170 C590 260 580 340 570 420 H700 V170Z', '#9fc0b6') +
          fill(disc(490, 320, 54), '#fffbe0') +
          fill('M410 260 C420 230 440 216 460 212 L440 360 L412 370Z', '#f7fbf7'),
      ) +
      form(outline, body, 'M566 360 H800 V840 H560 C590 660 590 500 566 360Z') +
      stroke('M378 420 C440 436 560 436 622 420', body.line, 7) +
      fill(box([444, 500, 112, 168], 20), body.line) +
      fill(box([456, 512, 88, 144], 14), body.shade) +
      stroke('M484 556 H516 M484 584 H516 M484 612 H516', '#fbeee3', 8) +
      fill(disc(500, 736, 20), '#f3f1ea') +
      fill(disc(500, 736, 11), body.line),
  };
}

export function cabinLamp(colour: Colour): Scene {
  const colours = colourTone(colour);
  const chimney = symmetric('M500 316 L536 316 C540 400 580 440 566 520 L552 566 L500 568');
  const flame = 'M500 438 C528 480 530 512 500 540 C470 512 474 484 500 438Z';
  const font = symmetric('M500 600 L580 606 C634 640 634 720 580 760 L540 790 L500 794');
  return {
    content:
      glow(500, 470, 260) +
      shadowOf(font, chimney, symmetric('M500 200 L560 206 L656 320 L500 330')) +
      fill(box([120, 420, 60, 260], 16), colours.shade) +
      fill(box([120, 420, 34, 260], 16), colours.base) +
      stroke('M170 560 H260', colours.line, 30) +
      stroke('M168 554 H262', colours.base, 16) +
      fill(disc(148, 460, 9) + disc(148, 640, 9), colours.line) +
      stroke(ellipse([500, 590], [244, 74]), colours.line, 26) +
      fill(chimney, MATERIALS.glass, 0.85) +
      clipped(
        chimney,
        fill('M436 300 H460 L440 580 H420Z', '#fbfdfa', 0.9) +
          fill('M540 300 H600 V600 H556Z', '#a9c8bd', 0.7),
      ) +
      fill(flame, '#f2b441') +
      fill('M500 478 C514 502 514 516 500 532 C488 518 488 500 500 478Z', '#fff3c9') +
      form(
        symmetric('M500 196 L556 200 L664 312 C640 334 560 340 500 340'),
        colours,
        'M540 180 H800 V360 H560Z',
      ) +
      fill(
        symmetric('M500 324 C560 324 620 318 660 304 L664 312 C640 334 560 340 500 340'),
        colours.line,
        0.6,
      ) +
      form(symmetric('M500 556 L548 558 L560 606 L500 612'), colours, 'M520 540 H640 V620 H516Z') +
      stroke('M552 588 L610 572', colours.line, 10) +
      fill(disc(620, 570, 17), colours.line) +
      form(font, colours, 'M540 590 H760 V820 H530Z') +
      stroke('M256 590 C262 634 380 664 500 664 C620 664 738 634 744 590', colours.shade, 26) +
      stroke('M258 586 C264 630 380 658 500 658', colours.light, 12) +
      fill(disc(256, 590, 22) + disc(744, 590, 22), colours.line),
  };
}

export function searchlight(): Scene {
  const [body, grip] = [colourTone('Ochre'), colourTone('Black')];
  const barrel = 'M236 372 L560 330 V610 L236 560 C206 520 206 412 236 372Z';
  const handle = 'M320 556 L460 580 L430 800 C424 830 320 826 318 796 Z';
  return {
    floor: 720,
    content:
      ground(400, 818, 150) +
      fill('M700 240 L1100 120 V840 L700 700Z', MATERIALS.glow, 0.4) +
      form(handle, grip, 'M400 540 H520 V840 H380Z') +
      knurls([334, 640, 84, 130], grip.line) +
      fill('M452 590 L500 600 C500 640 480 660 452 664Z', COLOURS['Signal orange']) +
      stroke('M280 380 C300 250 480 230 520 340', grip.base, 34) +
      form(barrel, body, 'M200 490 C340 520 460 540 600 540 V640 H200Z') +
      fill('M560 316 L680 232 H716 V708 H680 L560 624Z', grip.base) +
      fill('M560 540 L716 600 V708 H680 L560 624Z', grip.shade) +
      fill(ellipse([716, 470], [62, 238]), grip.line) +
      fill(ellipse([722, 470], [50, 210]), MATERIALS.steel) +
      fill(ellipse([726, 470], [42, 180]), '#fff6d6') +
      clipped(
        ellipse([726, 470], [42, 180]),
        fill('M724 280 C760 400 760 560 724 660 H800 V280Z', MATERIALS.glow),
      ) +
      stroke('M300 400 L520 372', body.light, 10) +
      stroke('M318 800 C260 840 220 800 240 740', grip.shade, 10),
  };
}
