import { type Colour, colourTone, COLOURS, type Tone, tone } from './palette.ts';
import {
  box,
  clipped,
  disc,
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

/** Vertical ribs between two heights. */
const ribs = ([from, to]: [number, number], [top, bottom]: [number, number], colour: string): string =>
  Array.from({ length: Math.round((to - from) / 16) }, (_, index) =>
    stroke(`M${from + 8 + index * 16} ${top} V${bottom}`, colour, 4),
  ).join('');

/** Rows of stitches, as small v. */
function stitches([x, y, width, height]: [number, number, number, number], colour: string): string {
  const rows = Math.floor(height / 34);
  const columns = Math.floor(width / 34);
  return Array.from({ length: rows * columns }, (_, index) => {
    const [cx, cy] = [x + (index % columns) * 34 + 17, y + Math.floor(index / columns) * 34];
    return stroke(`M${cx - 9} ${cy} L${cx} ${cy + 13} L${cx + 9} ${cy}`, colour, 3.5);
  }).join('');
}

const BODY = symmetric('M500 236 L590 224 C650 240 690 268 704 310 L700 810 C640 822 560 826 500 826');
const SLEEVE = 'M662 252 C730 272 764 330 782 410 L836 726 L752 748 L672 500 Z';
const CUFF = 'M836 726 L852 812 L772 832 L752 748 Z';
const HEM = symmetric('M500 826 C560 826 640 822 700 810 L694 880 C640 892 560 896 500 896');

type Knit = { colours: Tone; neck: string; pattern?: string };

function sweater({ colours, neck, pattern = '' }: Knit): Scene {
  const { shade, base, line } = colours;
  return {
    content:
      shadowOf(BODY, SLEEVE, mirrored(SLEEVE), CUFF, mirrored(CUFF), HEM) +
      fill(SLEEVE, shade) +
      fill(CUFF, line) +
      fill(mirrored(SLEEVE), base) +
      clipped(mirrored(SLEEVE), fill('M300 360 L352 520 L250 770 L220 760 L330 480Z', shade, 0.6)) +
      fill(mirrored(CUFF), shade) +
      stroke('M776 744 L790 822 M796 738 L812 818 M816 734 L832 812', colours.shade, 4) +
      stroke('M224 744 L210 822 M204 738 L188 818 M184 734 L168 812', line, 4) +
      form(BODY, colours, 'M610 200 H1000 V900 H626 Z') +
      clipped(
        BODY,
        stitches([296, 270, 410, 560], shade) +
          pattern +
          fill('M704 380 C660 460 650 560 660 700 L704 830Z', line, 0.35) +
          fill('M296 400 C330 480 330 560 318 640 L296 700Z', shade, 0.8),
      ) +
      fill(HEM, shade) +
      clipped(HEM, ribs([300, 700], [800, 900], line)) +
      neck,
  };
}

export function watchSweater(colour: Colour): Scene {
  const colours = colourTone(colour);
  const collar = symmetric('M500 128 C560 128 590 138 594 150 L604 240 C570 276 540 286 500 288');
  return sweater({
    colours,
    pattern: ribs([296, 704], [236, 400], colours.shade) + stroke('M290 404 H710', colours.line, 5),
    neck:
      form(collar, colours, 'M560 100 H700 V300 H556Z') +
      clipped(collar, ribs([396, 606], [150, 300], colours.shade)) +
      fill('M406 146 C430 128 570 128 594 146 C570 168 430 168 406 146Z', colours.line),
  });
}

export function guernsey(colour: Colour): Scene {
  const colours = colourTone(colour);
  const collar = symmetric('M500 166 C560 166 584 174 588 186 L596 240 C570 262 540 272 500 274');
  const ropes = [350, 470, 590].map((x) =>
    Array.from({ length: 9 }, (_, row) =>
      stroke(
        `M${x - 13} ${320 + row * 32} C${x} ${310 + row * 32} ${x + 2} ${302 + row * 32} ${x + 13} ${292 + row * 32}`,
        colours.line,
        8,
      ),
    ).join(''),
  );
  const ladders = [410, 530, 650].map((x) =>
    Array.from({ length: 7 }, (_, row) =>
      stroke(`M${x - 20} ${310 + row * 42} H${x + 20}`, colours.light, 8),
    ).join(''),
  );
  return sweater({
    colours,
    pattern:
      fill('M290 274 H710 V596 H290Z', colours.base) +
      fill('M612 274 H710 V596 H622Z', colours.shade) +
      ropes.join('') +
      ladders.join('') +
      stroke('M290 600 H710 M290 616 H710', colours.line, 6),
    neck:
      form(collar, colours, 'M556 100 H700 V300 H550Z') +
      clipped(collar, ribs([400, 600], [180, 290], colours.line)) +
      fill('M412 182 C440 168 560 168 588 182 C560 204 440 204 412 182Z', colours.line),
  });
}

export function troyer(): Scene {
  const colours = colourTone('Sea glass');
  const left = 'M384 250 L402 116 C430 108 470 112 498 122 L498 300 Z';
  const right = mirrored(left);
  return sweater({
    colours,
    pattern: ribs([296, 704], [230, 830], colours.shade),
    neck:
      fill('M420 130 C450 108 550 108 580 130 L560 220 H440Z', colours.line) +
      fill(left, colours.light) +
      fill(right, colours.shade) +
      clipped(left, ribs([384, 500], [100, 300], colours.shade)) +
      clipped(right, ribs([500, 616], [100, 300], colours.line)) +
      stroke('M500 124 V430', '#3a3f3e', 15) +
      stroke('M500 130 V426', '#d9c79a', { width: 5, dash: '3 8' }) +
      fill(box([490, 420, 20, 52], 8), '#d9c79a'),
  });
}

export function baseLayer(colour: Colour): Scene {
  const colours = colourTone(colour);
  const body = symmetric(
    'M500 232 L576 204 C640 222 670 246 684 280 L672 560 L684 872 C640 884 560 888 500 888',
  );
  const sleeve = 'M650 236 C708 258 738 318 752 392 L802 780 L734 792 L656 470 Z';
  const collar = symmetric('M500 214 C540 212 566 204 578 190 L594 212 C570 246 540 258 500 260');
  return {
    content:
      shadowOf(body, sleeve, mirrored(sleeve)) +
      fill(sleeve, colours.shade) +
      fill(mirrored(sleeve), colours.base) +
      clipped(mirrored(sleeve), fill('M320 380 L344 480 L240 800 L216 790Z', colours.shade, 0.6)) +
      fill('M796 742 L802 780 L734 792 L724 754Z', colours.line) +
      fill('M204 742 L198 780 L266 792 L276 754Z', colours.shade) +
      form(body, colours, 'M606 150 H1000 V950 H630 C650 700 640 500 606 150Z') +
      clipped(body, fill('M316 380 C350 500 350 640 330 900 H316Z', colours.shade, 0.7)) +
      stroke('M430 236 C400 300 370 360 330 400 M570 236 C600 300 630 360 668 400', colours.line, 4) +
      stroke('M318 852 C400 866 600 866 682 852', colours.line, 4) +
      form(collar, colours, 'M500 150 H700 V300 H500Z') +
      fill(symmetric('M500 206 C536 204 560 198 572 186 L566 204 C546 226 524 232 500 232'), colours.line),
  };
}

export function longJohns(): Scene {
  const colours = colourTone('Fog');
  const outline = symmetric(
    'M500 160 L640 160 L664 380 C672 560 650 700 646 840 L552 840 C552 700 540 560 506 440 L500 438',
  );
  return {
    content:
      shadowOf(outline) +
      form(
        outline,
        colours,
        'M600 100 H1000 V900 H600 C620 600 640 400 600 100Z M506 440 L560 480 C570 600 560 740 560 850 H540Z',
      ) +
      clipped(
        outline,
        fill('M494 440 L440 500 C450 600 450 740 448 850 H470Z', colours.shade, 0.7) +
          fill('M330 158 H670 V226 H330Z', colours.shade) +
          ribs([336, 664], [160, 226], colours.line) +
          fill('M340 792 H460 V850 H340Z M540 792 H660 V850 H540Z', colours.line, 0.5),
      ) +
      stroke(
        'M500 226 V438 M466 300 H534 M466 300 C466 380 480 420 500 438 M534 300 C534 380 520 420 500 438',
        colours.line,
        5,
      ),
  };
}

export function cap(colour: Colour): Scene {
  const colours = colourTone(colour);
  const crown = symmetric('M500 196 C640 196 722 320 728 560 L500 580');
  const fold = symmetric(
    'M500 540 C600 540 700 530 748 516 C764 600 764 680 752 744 C680 772 600 780 500 780',
  );
  const crownRibs = Array.from({ length: 15 }, (_, index) => {
    const x = 290 + index * 30;
    return stroke(`M500 196 C${500 + (x - 500) * 0.9} 230 ${x} 380 ${x} 580`, colours.shade, 5);
  });
  return {
    floor: 700,
    content:
      ground(510, 776, 300) +
      form(crown, colours, 'M560 190 C650 300 660 440 650 600 H800 V190Z') +
      clipped(crown, crownRibs.join('')) +
      form(fold, colours, 'M610 480 H900 V820 H620Z') +
      clipped(
        fold,
        ribs([244, 760], [500, 800], colours.shade) + fill('M640 480 H800 V820 H650Z', colours.line, 0.3),
      ) +
      stroke('M254 520 C330 544 420 552 500 552 C600 552 680 544 746 520', colours.line, 6) +
      fill(box([596, 640, 74, 60], 4), '#e9dfc0') +
      stroke('M612 664 H654 M612 680 H640', COLOURS.Ink, 5),
  };
}

export function socks(colour: Colour): Scene {
  const colours = colourTone(colour);
  const second = tone(colour === 'Fog' ? COLOURS.Ink : COLOURS.Madder);
  const outline =
    'M392 150 H560 L562 560 C566 600 600 640 660 700 C720 760 700 836 640 846 C580 854 520 800 460 736 C400 680 388 640 388 580 Z';
  const sock = (light: Tone): string =>
    form(
      outline,
      light,
      'M500 100 H620 L580 560 C600 620 700 700 740 760 L700 900 H600 C560 760 500 640 500 560Z',
    ) +
    clipped(
      outline,
      fill('M388 500 C460 520 480 620 420 720 L340 700 V500Z', second.base) +
        fill('M620 640 C600 740 640 800 560 860 H760 V640Z', second.base) +
        fill('M660 700 L740 740 V900 H640Z', second.shade) +
        fill('M380 140 H570 V330 H380Z', light.shade) +
        ribs([388, 570], [150, 480], light.line) +
        fill('M380 186 H570 V214 H380Z M380 240 H570 V254 H380Z', second.base),
    );
  return {
    content:
      `<g transform="translate(96 20)">${shadowOf(outline)}${turned(6, sock({ ...colours, base: colours.shade, shade: colours.line }))}</g>` +
      `<g transform="translate(-110 0)">${shadowOf(outline)}${sock(colours)}</g>`,
  };
}

export function blanket(colour: Colour): Scene {
  const colours = colourTone(colour);
  const stripe = colour === 'Madder' ? COLOURS.Ecru : colour === 'Kelp' ? COLOURS.Ochre : COLOURS.Ink;
  const layer = (y: number, inset: number, shaded: boolean): string => {
    const d = `M${190 + inset} ${y} H${770 - inset} C${850 - inset} ${y} ${850 - inset} ${y + 96} ${770 - inset} ${y + 96} H${190 + inset} C${176 + inset} ${y + 70} ${176 + inset} ${y + 26} ${190 + inset} ${y} Z`;
    return (
      form(
        d,
        shaded ? { ...colours, base: colours.shade, shade: colours.line } : colours,
        `M560 ${y} H1000 V${y + 100} H540Z`,
      ) +
      clipped(
        d,
        fill(
          `M300 ${y - 10} H336 V${y + 110} H300Z M360 ${y - 10} H376 V${y + 110} H360Z`,
          stripe,
          shaded ? 0.75 : 1,
        ),
      ) +
      stroke(`M${186 + inset} ${y + 48} H${770 - inset}`, colours.line, 3)
    );
  };
  const top = 'M198 396 L288 330 H826 C856 344 848 384 768 396 Z';
  return {
    floor: 650,
    content:
      ground(510, 786, 370) +
      layer(688, 0, true) +
      layer(590, 6, false) +
      layer(492, 2, true) +
      layer(394, 8, false) +
      fill(top, colours.light) +
      clipped(top, fill('M304 400 L396 326 H432 L340 400Z M364 400 L456 326 H472 L380 400Z', stripe)) +
      Array.from({ length: 12 }, (_, i) =>
        stroke(
          `M${190 + (i % 3) * 3} ${404 + i * 31} l-26 ${6 + (i % 2) * 5}`,
          i % 2 ? colours.shade : colours.base,
          6,
        ),
      ).join(''),
  };
}

export function mittens(colour: Colour): Scene {
  const colours = colourTone(colour);
  const hand = 'M396 560 C372 460 372 330 410 250 C440 190 552 190 584 250 C620 330 620 460 600 560 Z';
  const thumb = 'M404 520 C340 500 286 420 280 366 C278 326 322 314 346 344 C366 380 390 410 412 428 Z';
  const cuff = 'M398 552 H600 L616 800 C560 818 440 818 384 800 Z';
  const tufts = Array.from({ length: 16 }, (_, index) => {
    const [x, y] = [
      430 + (index % 4) * 46 + (Math.floor(index / 4) % 2) * 22,
      280 + Math.floor(index / 4) * 66,
    ];
    return stroke(`M${x - 7} ${y} l7 12 l7 -12`, '#f5efdf', 8);
  }).join('');
  const mitten =
    form(thumb, colours, 'M340 440 L420 420 V540 H380Z') +
    form(hand, colours, 'M530 180 H700 V600 H540Z') +
    tufts +
    fill(cuff, colours.shade) +
    clipped(
      cuff,
      ribs([384, 620], [552, 820], colours.line) +
        fill('M380 600 H640 V624 H380Z M380 650 H640 V662 H380Z', '#f5efdf', 0.85),
    );
  const shadow = shadowOf(hand, thumb, cuff);
  return {
    content: `<g transform="translate(-170 24) rotate(-8 500 500)">${shadow}${mitten}</g><g transform="translate(1176 -10) scale(-1 1) rotate(-10 500 500)"><g transform="translate(-40 0)">${shadow}</g>${mitten}</g>`,
  };
}

export function scarf(colour: Colour): Scene {
  const colours = colourTone(colour);
  const stripe = colour === 'Ochre' ? COLOURS.Ink : colour === 'Ink' ? COLOURS.Ochre : COLOURS.Kelp;
  const fringe = (x: number, y: number, width: number): string =>
    Array.from({ length: 11 }, (_, i) =>
      stroke(
        `M${x + 8 + (i * (width - 16)) / 10} ${y - 4} l${(i % 3) * 3 - 3} 70`,
        i % 2 ? colours.shade : colours.base,
        9,
      ),
    ).join('');
  const band = (d: string, y: number): string =>
    clipped(d, fill(`M0 ${y} H1000 V${y + 34} H0Z M0 ${y + 56} H1000 V${y + 66} H0Z`, stripe));
  const under = 'M480 250 L690 250 L712 770 L508 770 Z';
  const over = 'M300 190 H500 L492 830 L280 830 Z';
  const foldOver = 'M300 190 C300 140 690 140 690 250 L690 400 C600 380 520 350 500 330 L300 330 Z';
  return {
    content:
      shadowOf(under, over, foldOver) +
      fringe(512, 770, 196) +
      fill(under, colours.shade) +
      band(under, 650) +
      fringe(284, 830, 204) +
      form(over, colours, 'M440 180 H520 V860 H430Z') +
      band(over, 700) +
      form(foldOver, colours, 'M300 290 C420 270 560 300 700 350 V420 H300Z') +
      stroke('M500 330 C520 350 600 380 690 400', colours.line, 5) +
      clipped(
        foldOver,
        stroke('M330 210 C460 180 600 200 690 280 M320 250 C460 226 600 250 690 330', colours.shade, 4),
      ),
  };
}

export function gaiter(colour: Colour): Scene {
  const colours = colourTone(colour);
  const outline =
    'M352 290 C300 330 296 420 318 470 C280 520 276 600 306 640 C280 700 290 760 330 790 C420 836 600 836 690 788 C724 750 724 700 700 640 C732 590 726 510 694 468 C716 420 706 330 660 290 Z';
  const folds =
    'M318 470 C400 530 540 550 652 506 C560 600 400 600 318 470Z M700 640 C620 706 480 724 366 684 C470 766 630 748 700 640Z M306 640 C360 690 430 700 500 676 C440 736 350 724 306 640Z M694 468 C650 500 600 508 548 494 C610 544 670 530 694 468Z M330 380 C420 430 560 430 640 396 C560 476 400 470 330 380Z';
  return {
    floor: 690,
    content:
      ground(520, 802, 260) +
      form(outline, colours, 'M590 280 C640 420 600 620 650 860 H800 V280 Z') +
      clipped(
        outline,
        fill(folds, colours.shade) +
          fill(
            'M652 506 C600 528 560 538 520 540 C580 560 640 540 652 506Z M700 640 C680 690 640 716 590 726 C650 726 690 700 700 640Z',
            colours.line,
          ) +
          stroke('M322 462 C400 516 540 534 660 494 M694 632 C610 694 480 708 370 672', colours.light, 6),
      ) +
      fill('M352 290 C360 236 650 236 660 290 C650 340 364 340 352 290 Z', colours.line) +
      stroke('M352 290 C364 340 650 340 660 290', colours.light, 12) +
      fill(box([596, 730, 46, 38], 3), '#e9dfc0') +
      stroke(disc(619, 749, 8), COLOURS.Ink, 4),
  };
}
