import { type Colour, colourTone, COLOURS, materialTone, type Tone } from './palette.ts';
import {
  box,
  clipped,
  disc,
  ellipse,
  fill,
  form,
  ground,
  mirrored,
  type Scene,
  shadowOf,
  stroke,
  symmetric,
  turned,
} from './planes.ts';

/** A sleeve by its outer side, with a cuff. The right one lies in the shade. */
function sleeves(outline: string, cuff: string, { base, shade, line }: Tone): string {
  return (
    fill(outline, shade) +
    fill(cuff, line) +
    fill(mirrored(outline), base) +
    clipped(mirrored(outline), fill('M150 560 L330 300 L360 900 L150 900Z', shade, 0.45)) +
    fill(mirrored(cuff), line)
  );
}

const snaps = (x: number, [from, to]: [number, number], colour: string): string =>
  Array.from({ length: 5 }, (_, index) => fill(disc(x, from + ((to - from) * index) / 4, 9), colour)).join(
    '',
  );

const pocket = ([x, y, width, height]: [number, number, number, number], { shade, line }: Tone): string =>
  fill(box([x, y, width, height], 8), shade) +
  fill(box([x - 6, y - 8, width + 12, 40], 6), line, 0.85) +
  fill(disc(x + width / 2, y + 14, 7), '#d9c79a');

export function jacket(colour: Colour): Scene {
  const colours = colourTone(colour);
  const body = symmetric('M500 250 L590 262 C640 276 676 300 690 330 L700 860 C640 884 560 890 500 890');
  const sleeve = 'M640 290 C720 300 762 350 780 430 L832 742 L748 764 L668 480 Z';
  const cuff = 'M832 742 L840 792 L758 812 L748 764 Z';
  const hood = symmetric('M500 96 C592 96 636 168 630 250 C626 300 580 330 500 338');
  const opening = symmetric('M500 150 C556 150 578 196 574 250 C570 290 540 308 500 312');
  return {
    content:
      shadowOf(body, sleeve, mirrored(sleeve), hood, cuff, mirrored(cuff)) +
      sleeves(sleeve, cuff, colours) +
      form(body, colours, 'M610 200 H1000 V1000 H626 Z') +
      clipped(
        body,
        fill(
          'M312 560 C330 640 330 780 306 900 L280 900 V500Z M690 470 L640 560 L700 640Z',
          colours.line,
          0.35,
        ) + fill('M300 846 H700 V900 H300Z', colours.line, 0.45),
      ) +
      pocket([352, 610, 118, 150], colours) +
      pocket([540, 610, 118, 150], { ...colours, shade: colours.line, line: colours.line }) +
      form(hood, colours, 'M560 60 L700 60 V360 H540 C600 280 600 160 560 90Z') +
      fill(opening, colours.line) +
      clipped(opening, fill('M500 130 C470 200 480 280 560 330 L600 330 V130Z', '#10201f', 0.35)) +
      fill('M474 310 L540 304 L548 888 L478 890 Z', colours.shade) +
      fill('M474 310 L490 308 L496 889 L478 890 Z', colours.line, 0.6) +
      snaps(522, [360, 840], '#d9c79a') +
      stroke('M452 316 L446 400 M552 314 L560 396', '#efe6cf', 7) +
      stroke('M312 470 H474 M548 470 H690', colours.line, 5),
  };
}

export function longCoat(): Scene {
  const colours = colourTone('Ink');
  const body = symmetric(
    'M500 196 L572 206 C622 218 652 240 664 270 L680 560 L716 896 C640 914 560 918 500 918',
  );
  const sleeve = 'M620 234 C700 246 736 290 750 370 L786 650 L708 668 L648 430 Z';
  const cuff = 'M786 650 L794 704 L716 720 L708 668 Z';
  const collar = 'M404 214 L424 104 L500 128 L576 104 L596 214 L512 330 L488 330 Z';
  const lining = materialTone('leather');
  const button = (x: number, y: number): string =>
    fill(disc(x, y, 15), '#c99d3d') + fill(disc(x - 3, y - 3, 6), '#f0d690');
  return {
    content:
      shadowOf(body, sleeve, mirrored(sleeve), collar) +
      sleeves(sleeve, cuff, colours) +
      form(body, colours, 'M600 100 H1000 V1000 H640 Z') +
      fill('M488 330 L540 330 L560 917 L500 918 Z', colours.line, 0.55) +
      fill('M430 120 L500 140 L570 120 L560 250 L500 300 L440 250Z', lining.shade) +
      fill('M404 214 L424 104 L470 150 L500 330 L488 330Z', colours.light) +
      fill('M596 214 L576 104 L530 150 L500 330 L512 330Z', colours.shade) +
      [400, 500, 600].map((y) => button(420, y) + button(566, y)).join('') +
      fill('M352 650 L448 632 L454 668 L356 686Z M560 632 L660 650 L656 686 L556 668Z', colours.line) +
      stroke('M500 918 L506 720', colours.line, 5),
  };
}

export function smock(colour: Colour): Scene {
  const colours = colourTone(colour);
  const body = symmetric('M500 212 L588 214 C650 226 690 262 704 300 L712 822 C640 838 560 842 500 842');
  const sleeve = 'M660 240 C740 262 776 320 794 400 L846 712 L752 734 L676 470 Z';
  const cuff = 'M846 712 L854 756 L760 776 L752 734 Z';
  const collar = symmetric('M500 176 L574 150 C600 190 606 226 600 268 L536 330 L500 470');
  const toggle = (y: number): string =>
    stroke(`M452 ${y} H548`, '#efe6cf', 7) + stroke(`M474 ${y} H526`, materialTone('ash').shade, 20);
  return {
    content:
      shadowOf(body, sleeve, mirrored(sleeve), collar) +
      sleeves(sleeve, cuff, colours) +
      form(body, colours, 'M606 100 H1000 V1000 H636 Z') +
      fill(box([340, 560, 320, 190], 12), colours.shade) +
      stroke('M340 572 L372 742 M660 572 L628 742', colours.line, 6) +
      fill('M340 560 H660 V584 H340Z', colours.line, 0.7) +
      form(collar, colours, 'M500 100 H700 V500 H500Z') +
      fill(symmetric('M500 196 L548 178 C560 210 562 240 556 262 L514 320 L500 440'), colours.line) +
      toggle(330) +
      toggle(392) +
      fill('M296 800 H704 V816 H296Z', colours.line, 0.4),
  };
}

export function bibTrousers(): Scene {
  const colours = colourTone('Kelp');
  const outline = symmetric(
    'M500 262 L588 262 C592 320 610 380 656 404 L668 520 L690 900 L548 900 L510 560 L500 556',
  );
  const brace = 'M566 268 L600 92 L560 84 L530 268 Z';
  const knee = 'M564 640 L676 640 L684 790 L566 790 Z';
  return {
    content:
      shadowOf(outline, brace, mirrored(brace)) +
      fill(brace, '#3a3f3e') +
      fill(mirrored(brace), '#4d5352') +
      stroke('M584 90 C540 130 460 130 416 90', '#3a3f3e', 34) +
      form(outline, colours, 'M560 0 H1000 V1000 H520 L510 556 H600 L576 400Z') +
      fill(knee, colours.line, 0.8) +
      fill(mirrored(knee), colours.shade) +
      fill(box([420, 318, 160, 100], 10), colours.shade) +
      fill('M420 318 H580 V346 H420Z', colours.line) +
      stroke('M344 470 H656 M500 470 V556', colours.line, 6) +
      fill(box([534, 262, 46, 30], 6), '#d9c79a') +
      fill(box([420, 262, 46, 30], 6), '#d9c79a') +
      fill('M310 872 H452 V900 H310Z M548 872 H690 V900 H548Z', colours.line, 0.6),
  };
}

export function souwester(colour: Colour): Scene {
  const colours = colourTone(colour);
  const crown = 'M318 560 C316 330 402 226 520 226 C640 226 708 330 712 536 Z';
  const brim =
    'M182 566 C300 520 640 500 752 540 C850 580 912 690 904 742 C800 700 640 654 470 652 C340 650 230 626 182 566 Z';
  return {
    floor: 650,
    content:
      ground(560, 736, 330) +
      stroke('M400 640 C360 720 330 770 250 776 M430 650 C430 740 400 800 330 812', '#e2d5b4', 9) +
      form(brim, colours, 'M520 640 C700 640 800 600 840 560 L1000 560 V900 H520Z') +
      fill('M318 566 C440 520 620 512 712 540 L708 566 C600 546 440 552 330 596 Z', colours.line) +
      form(crown, colours, 'M560 180 C640 300 650 440 640 560 L800 560 V180 Z') +
      stroke('M520 228 C470 320 452 440 452 548 M530 228 C590 320 612 430 612 532', colours.line, 5) +
      [0, 14, 28]
        .map((offset) =>
          stroke(
            `M${236 + offset} ${588 + offset * 0.6} C360 ${628 + offset * 0.4} 480 ${620 + offset} ${640 - offset} ${622 + offset} C740 ${624 + offset} 800 ${640 + offset * 0.8} 862 ${690 + offset * 0.2}`,
            colours.line,
            { width: 3, dash: '14 10' },
          ),
        )
        .join('') +
      fill(disc(520, 232, 15), colours.line),
  };
}

export function boots(): Scene {
  const colours = colourTone('Kelp');
  const sole = materialTone('rubber');
  const boot = (dx: number, shaded: boolean): string => {
    const outline = `M${330 + dx} 218 H${510 + dx} L${518 + dx} 560 C${530 + dx} 620 ${640 + dx} 640 ${668 + dx} 690 C${684 + dx} 722 ${682 + dx} 748 ${676 + dx} 770 H${322 + dx} C${314 + dx} 700 ${330 + dx} 600 ${330 + dx} 540 Z`;
    const light = shaded ? { ...colours, base: colours.shade, shade: colours.line } : colours;
    return (
      form(
        outline,
        light,
        `M${452 + dx} 200 H${800 + dx} V800 H${560 + dx} C${500 + dx} 690 ${460 + dx} 620 ${452 + dx} 200Z`,
      ) +
      fill(ellipse([420 + dx, 218], [90, 26]), colours.line) +
      fill(
        `M${330 + dx} 218 C${330 + dx} 256 ${510 + dx} 256 ${510 + dx} 218 V262 C${500 + dx} 296 ${340 + dx} 296 ${330 + dx} 262Z`,
        light.light,
      ) +
      fill(
        `M${320 + dx} 752 H${680 + dx} L${676 + dx} 806 H${560 + dx} L${548 + dx} 794 H${420 + dx} L${412 + dx} 806 H${318 + dx} Z`,
        shaded ? sole.shade : sole.base,
      ) +
      stroke(`M${322 + dx} 770 H${678 + dx}`, sole.line, 4) +
      stroke(`M${540 + dx} 640 C${560 + dx} 660 ${552 + dx} 700 ${540 + dx} 744`, light.shade, 6)
    );
  };
  return { floor: 700, content: ground(510, 806, 370) + boot(150, true) + boot(-88, false) };
}

export function gloves(): Scene {
  const [palm, back] = [materialTone('leather'), colourTone('Kelp')];
  const hand =
    'M370 470 C360 380 372 260 388 190 C396 160 434 164 438 196 L446 330 L452 150 C454 114 500 114 502 150 L508 330 L522 168 C526 136 568 140 568 174 L566 340 L588 226 C596 196 634 204 632 236 L616 520 C610 560 596 586 590 610 L400 610 C390 560 374 520 370 470 Z';
  const thumb = 'M384 560 C330 520 290 450 270 400 C258 366 296 344 320 372 L392 450 Z';
  const cuff = 'M396 600 H594 L614 792 C560 812 430 812 380 792 Z';
  const inside =
    form(thumb, palm, 'M300 440 L400 420 V600 H340Z') +
    form(hand, palm, 'M530 100 H800 V700 H540Z') +
    fill('M412 420 C460 396 540 396 584 420 L578 560 C540 584 440 584 408 560Z', palm.shade) +
    stroke('M412 420 C460 396 540 396 584 420 L578 560 C540 584 440 584 408 560Z', palm.line, {
      width: 4,
      dash: '10 8',
    });
  const outside =
    form(thumb, palm, 'M300 440 L400 420 V600 H340Z') +
    form(hand, back, 'M520 100 H800 V700 H540Z') +
    stroke('M448 400 V520 M504 396 V520 M560 400 V520', back.line, 6) +
    fill('M392 330 H446 V350 H392Z M450 330 H508 V350 H450Z M512 330 H566 V350 H512Z', palm.base);
  const wrist =
    form(cuff, back, 'M540 600 H700 V820 H550Z') +
    stroke('M392 650 H602', back.line, 10) +
    fill(box([540, 634, 44, 32], 6), '#d9c79a');
  const left = `<g transform="translate(-170 40) rotate(-9 500 500)">${shadowOf(hand, thumb, cuff)}${inside}${wrist}</g>`;
  const right = `<g transform="translate(1170 20) scale(-1 1) rotate(-7 500 500)">${outside}${wrist}</g>`;
  const rightShadow = `<g transform="translate(1208 20) scale(-1 1) rotate(-7 500 500)">${shadowOf(hand, thumb, cuff)}</g>`;
  return { content: rightShadow + right + left };
}

export function apron(colour: Colour): Scene {
  const colours = colourTone(colour);
  const outline = symmetric('M500 250 L600 246 C604 330 640 410 716 440 L706 900 C640 916 560 920 500 920');
  return {
    content:
      shadowOf(outline) +
      stroke('M412 262 C400 140 440 92 500 92 C560 92 600 140 588 262', '#4d5352', 26) +
      stroke('M296 452 C210 470 190 520 210 600 M704 452 C790 470 810 520 790 600', '#4d5352', 22) +
      form(outline, colours, 'M580 200 H1000 V1000 H610 Z') +
      clipped(
        outline,
        fill('M380 460 C400 620 390 800 360 930 L400 930 C430 780 430 600 380 460Z', colours.shade, 0.6) +
          fill('M660 430 C640 600 650 780 680 930 L640 930 C610 780 610 600 660 430Z', colours.line, 0.5),
      ) +
      stroke('M410 268 H590', colours.line, 8) +
      [410, 590].map((x) => stroke(disc(x, 268, 15), COLOURS.Brass, 9)).join('') +
      [304, 696].map((x) => stroke(disc(x, 456, 13), COLOURS.Brass, 8)).join(''),
  };
}

export function waxTin(): Scene {
  const [tin, wax] = [colourTone('Galvanised'), materialTone('wax')];
  const side = 'M250 600 V716 C250 800 690 800 690 716 V600 Z';
  const lid = ellipse([700, 520], [190, 190]);
  return {
    floor: 660,
    content:
      ground(520, 782, 330) +
      turned(
        -8,
        fill(ellipse([716, 528], [150, 196]), tin.shade) +
          fill(ellipse([700, 524], [150, 196]), tin.base) +
          fill(ellipse([700, 524], [126, 170]), COLOURS.Kelp) +
          stroke(ellipse([700, 524], [108, 148]), '#e9dfc0', 4) +
          stroke(
            'M660 470 C690 450 720 490 748 466 M652 524 C684 500 720 546 752 518 M660 578 C690 556 720 598 744 572',
            '#e9dfc0',
            11,
          ),
        [700, 520],
      ) +
      clipped(lid, '') +
      form(side, tin, 'M520 560 H800 V820 H500 Z') +
      stroke('M252 640 C256 716 684 716 688 640', tin.line, 5) +
      fill(ellipse([470, 600], [220, 74]), tin.light) +
      fill(ellipse([470, 604], [200, 62]), wax.base) +
      clipped(
        ellipse([470, 604], [200, 62]),
        fill('M470 500 C560 560 560 640 480 700 H760 V500Z', wax.shade) +
          fill('M340 590 C400 560 470 570 500 596 C450 610 400 640 360 630Z', wax.light),
      ) +
      stroke('M400 604 C440 584 480 624 530 600', wax.line, 6),
  };
}

export function cape(colour: Colour): Scene {
  const colours = colourTone(colour);
  const outline = symmetric('M500 300 L590 306 C690 350 800 610 842 820 C740 880 600 902 500 902');
  const hood = symmetric('M500 110 C596 110 636 190 628 270 C622 320 570 352 500 356');
  const opening = symmetric('M500 166 C554 166 574 214 568 262 C562 304 536 322 500 326');
  return {
    content:
      shadowOf(outline, hood) +
      form(outline, colours, 'M560 280 L680 1000 H1000 V280 Z') +
      clipped(
        outline,
        fill('M440 330 L300 960 H380 L470 340Z', colours.shade, 0.55) +
          fill('M530 340 L560 960 H640 L560 340Z', colours.line, 0.4) +
          fill('M600 340 L770 960 H830 L620 340Z', colours.line, 0.45) +
          stroke('M170 800 C300 868 420 880 500 880 C580 880 700 868 830 800', colours.line, {
            width: 5,
            dash: '16 12',
          }),
      ) +
      form(hood, colours, 'M566 90 L700 90 V380 H540 C600 300 604 170 566 90Z') +
      fill(opening, colours.line) +
      clipped(opening, fill('M500 150 C470 220 480 300 560 340 L600 340 V150Z', RIGHT_SHADE, 0.35)) +
      stroke('M470 330 L462 430 M530 330 L540 424', '#efe6cf', 7) +
      fill(box([452, 424, 20, 34], 6) + box([530, 418, 20, 34], 6), RIGHT_SHADE) +
      [560, 650, 740].map((y) => fill(disc(200 + (820 - y) * 0.42, y, 10), '#d9c79a')).join(''),
  };
}

const RIGHT_SHADE = '#10201f';
