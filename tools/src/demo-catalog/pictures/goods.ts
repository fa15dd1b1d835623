import * as bags from './bags.ts';
import * as lamps from './lamps.ts';
import * as oilskins from './oilskins.ts';
import type { Colour } from './palette.ts';
import { draw, type Scene, type View } from './planes.ts';
import * as rope from './rope.ts';
import * as tools from './tools.ts';
import * as wool from './wool.ts';

/** A picture's name, as in /goods/<name>-1280.webp, and its drawing. */
export type Picture = { name: string; svg: string };

type Drawing = (colour: Colour) => Scene;
type Goods = { handle: string; colours: Colour[]; drawing: Drawing; detail: View };

const close = (x: number, y: number, side = 400): View => ({ x: x - side / 2, y: y - side / 2, side });

/** Of one colour alone: its pictures carry the product's name. */
const plain = (handle: string, drawing: Drawing, detail: View): Goods => ({
  handle,
  drawing,
  detail,
  colours: [],
});

/** One picture a colour. */
const coloured = (handle: string, drawing: Drawing, detail: View) => ({
  in: (...colours: Colour[]): Goods => ({ handle, drawing, detail, colours }),
});

const GOODS: Goods[] = [
  plain('mooring-line', rope.mooringCoil, close(700, 800)),
  coloured('floating-throw-line', rope.throwBag, close(480, 380)).in('Signal orange', 'Sea glass'),
  coloured('braided-sheet', rope.hank, close(500, 380)).in('Kelp', 'Signal orange'),
  coloured('whipping-twine', rope.reel, close(620, 500)).in('Natural', 'Tarred black'),
  plain('soft-shackle', rope.softShackle, close(500, 270)),
  plain('anchor-rode', rope.rode, close(400, 740)),
  plain('heaving-line', rope.monkeysFist, close(430, 410)),
  plain('rope-fender', rope.fender, close(540, 300)),
  plain('tarred-marline', rope.ball, close(440, 440)),

  coloured('storm-oilskin-jacket', oilskins.jacket, close(520, 380)).in('Kelp', 'Signal orange'),
  plain('oilskin-bib-trousers', oilskins.bibTrousers, close(500, 330)),
  coloured('souwester', oilskins.souwester, close(640, 580)).in('Kelp', 'Ochre'),
  coloured('harbour-smock', oilskins.smock, close(500, 330)).in('Ochre', 'Ink'),
  plain('deck-boots', oilskins.boots, close(680, 700)),
  plain('long-watch-coat', oilskins.longCoat, close(500, 290)),
  plain('deck-gloves', oilskins.gloves, close(300, 460)),
  coloured('deck-apron', oilskins.apron, close(570, 330)).in('Ochre', 'Ink'),
  plain('proofing-wax', oilskins.waxTin, close(470, 620)),
  coloured('rain-cape', oilskins.cape, close(500, 300)).in('Kelp', 'Sea glass'),

  coloured('rigging-knife', tools.riggingKnife, close(640, 460)).in('Walnut', 'Black micarta'),
  plain('galley-knife', tools.galleyKnife, close(300, 440)),
  plain('marlinspike', tools.marlinspike, close(300, 610)),
  plain('whetstone', tools.whetstone, close(560, 560)),
  plain('splicing-fid', tools.fid, close(440, 430)),
  coloured('ditty-roll', tools.toolRoll, close(580, 460)).in('Kelp', 'Ochre'),
  plain('boat-hatchet', tools.hatchet, close(470, 270)),
  plain('rigging-pliers', tools.pliers, close(520, 480)),

  coloured('anchor-lantern', lamps.lantern, close(500, 500)).in('Brass', 'Galvanised'),
  plain('watch-headlamp', lamps.headlamp, close(520, 670)),
  coloured('pocket-torch', lamps.torch, close(600, 570)).in('Brass', 'Black'),
  plain('chart-lamp', lamps.chartLamp, close(630, 380)),
  plain('vest-light', lamps.vestLight, close(500, 330)),
  coloured('cabin-lamp', lamps.cabinLamp, close(500, 480)).in('Brass', 'Nickel'),
  plain('hand-searchlight', lamps.searchlight, close(660, 460)),

  coloured('roll-top-dry-bag', bags.dryBag, close(500, 290)).in('Kelp', 'Signal orange'),
  coloured('harbour-duffel', bags.duffel, close(320, 520)).in('Kelp', 'Ochre'),
  coloured('landing-pack', bags.backpack, close(500, 440)).in('Kelp', 'Ink', 'Ochre'),
  coloured('phone-pouch', bags.phonePouch, close(560, 320)).in('Signal orange', 'Kelp'),
  coloured('hip-bag', bags.hipBag, close(500, 540)).in('Ink', 'Signal orange'),
  coloured('chart-tube', bags.chartTube, close(650, 290)).in('Kelp', 'Ochre'),
  coloured('watertight-box', bags.hardBox, close(330, 560)).in('Ochre', 'Ink'),
  plain('stow-sacks', bags.stowSacks, close(240, 690)),

  coloured('watch-sweater', wool.watchSweater, close(500, 270)).in('Ink', 'Fog'),
  coloured('watch-cap', wool.cap, close(600, 600)).in('Ink', 'Kelp', 'Signal orange'),
  coloured('guernsey', wool.guernsey, close(500, 420)).in('Ink', 'Ecru', 'Madder'),
  plain('troyer', wool.troyer, close(500, 270)),
  coloured('boot-socks', wool.socks, close(370, 620)).in('Fog', 'Ink'),
  coloured('berth-blanket', wool.blanket, close(320, 500)).in('Fog', 'Kelp', 'Madder'),
  coloured('mittens', wool.mittens, close(330, 480)).in('Fog', 'Madder'),
  coloured('watch-scarf', wool.scarf, close(400, 760)).in('Sea glass', 'Ochre', 'Ink'),
  coloured('merino-base-layer', wool.baseLayer, close(560, 280)).in('Ink', 'Sea glass'),
  plain('long-johns', wool.longJohns, close(500, 270)),
  coloured('neck-gaiter', wool.gaiter, close(520, 500)).in('Kelp', 'Madder', 'Fog'),
];

/** Every picture of the goods: one a colour, and a close view of each product. */
export function drawGoods(): Picture[] {
  return GOODS.flatMap(({ handle, colours, drawing, detail }) => {
    const [first = 'Kelp'] = colours;
    const whole =
      colours.length > 0
        ? colours.map((colour) => ({ name: pictureName(handle, colour), svg: draw(drawing(colour)) }))
        : [{ name: handle, svg: draw(drawing(first)) }];
    return whole.concat({ name: `${handle}-detail`, svg: draw(drawing(first), detail) });
  });
}

const pictureName = (handle: string, colour: Colour): string =>
  `${handle}-${colour.toLowerCase().replaceAll(' ', '-')}`;
