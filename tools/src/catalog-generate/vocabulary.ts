/** Words of an outfitter, each in English and Hebrew. */
export type Word = { en: string; he: string };

const words = (pairs: string): Word[] =>
  pairs.split(',').map((pair) => {
    const [en = '', he = ''] = pair.split('|').map((word) => word.trim());
    return { en, he };
  });

/** A department with the kinds of goods in it. `pictures` are those of the demo shop, without size and ending. */
export type Department = {
  handle: string;
  title: Word;
  nouns: Word[];
  materials: Word[];
  pictures: string[];
  option: Option;
  /** Minor units of US dollars, from and to. */
  price: [number, number];
};

export type Option = { name: Word; values: Word[] };

const COLOURS: Option = {
  name: { en: 'Colour', he: 'צבע' },
  values: words(
    'Kelp|אצה, Ink|דיו, Ochre|אוכרה, Signal orange|כתום, Fog|ערפל, Madder|אדום, Sea glass|ירוק ים, Ecru|טבעי',
  ),
};
const SIZES: Option = { name: { en: 'Size', he: 'מידה' }, values: words('S|S, M|M, L|L, XL|XL') };
const LENGTHS: Option = {
  name: { en: 'Length', he: 'אורך' },
  values: words('5 m|5 מ׳, 10 m|10 מ׳, 20 m|20 מ׳, 30 m|30 מ׳, 50 m|50 מ׳'),
};
const VOLUMES: Option = {
  name: { en: 'Volume', he: 'נפח' },
  values: words('5 l|5 ל׳, 10 l|10 ל׳, 20 l|20 ל׳, 35 l|35 ל׳, 60 l|60 ל׳'),
};

const FINISHES: Option = {
  name: { en: 'Finish', he: 'גימור' },
  values: words('Polished|מלוטש, Matt|מט, Blackened|מושחר, Plain|טבעי'),
};

export const DEPARTMENTS: Department[] = [
  {
    handle: 'rope',
    title: { en: 'Rope', he: 'חבלים' },
    nouns: words(
      'Mooring Line|חבל עגינה, Anchor Rode|חבל עוגן, Halyard|מעלן, Sheet|מפרשית, Throw Line|חבל הצלה, Whipping Twine|חוט כריכה, Fender|פגוש, Shackle|שאקל',
    ),
    materials: words(
      'Polyester|פוליאסטר, Braided|קלוע, Tarred Hemp|קנבוס מזופת, Floating|צף, Nylon|ניילון, Dyneema|דיינימה',
    ),
    pictures: ['mooring-line', 'anchor-rode', 'tarred-marline', 'rope-fender', 'soft-shackle'],
    option: LENGTHS,
    price: [600, 18_000],
  },
  {
    handle: 'oilskins',
    title: { en: 'Oilskins', he: 'בגדי סערה' },
    nouns: words(
      'Jacket|מעיל, Smock|חולצת דייגים, Bib Trousers|סרבל, Cape|שכמייה, Sou’wester|כובע דייגים, Apron|סינר, Deck Boots|מגפי סיפון, Gloves|כפפות',
    ),
    materials: words(
      'Waxed Cotton|כותנה משועווה, Oilskin|שעוונית, Rubberised|מגומי, Canvas|ברזנט, Storm|סערה, Recycled Nylon|ניילון ממוחזר',
    ),
    pictures: [
      'storm-oilskin-jacket-kelp',
      'harbour-smock-ink',
      'oilskin-bib-trousers',
      'rain-cape-kelp',
      'souwester-ochre',
    ],
    option: SIZES,
    price: [2_900, 42_000],
  },
  {
    handle: 'knives-tools',
    title: { en: 'Knives & tools', he: 'סכינים וכלים' },
    nouns: words(
      'Rigging Knife|סכין ימאים, Galley Knife|סכין מטבח, Marlinspike|מסמרת, Fid|מוליך, Hatchet|גרזן, Pliers|פלייר, Whetstone|אבן משחזת, Multitool|אולר',
    ),
    materials: words(
      'Carbon Steel|פלדת פחמן, Stainless|אל־חלד, Walnut|אגוז, Micarta|מיקרטה, Titanium|טיטניום, Brass|פליז',
    ),
    pictures: ['rigging-knife-walnut', 'galley-knife', 'marlinspike', 'boat-hatchet', 'whetstone'],
    option: FINISHES,
    price: [1_200, 24_000],
  },
  {
    handle: 'lamps',
    title: { en: 'Lamps', he: 'פנסים ומנורות' },
    nouns: words(
      'Anchor Lantern|פנס עוגן, Cabin Lamp|מנורת תא, Headlamp|פנס ראש, Torch|פנס כיס, Searchlight|זרקור, Chart Lamp|מנורת מפה, Strobe|נצנץ, Vest Light|אור לחגורה',
    ),
    materials: words(
      'Brass|פליז, Galvanised|מגולוון, Copper|נחושת, Nickel|ניקל, Waterproof|עמיד למים, Solar|סולארי',
    ),
    pictures: [
      'anchor-lantern-brass',
      'cabin-lamp-nickel',
      'watch-headlamp',
      'pocket-torch-brass',
      'hand-searchlight',
    ],
    option: FINISHES,
    price: [1_500, 28_000],
  },
  {
    handle: 'dry-bags',
    title: { en: 'Dry bags', he: 'תיקים אטומים' },
    nouns: words(
      'Dry Bag|תיק אטום, Duffel|צ׳ימידן, Backpack|תרמיל, Hip Bag|פאוץ׳, Stow Sack|שק אריזה, Phone Pouch|כיס לטלפון, Chart Tube|גליל מפות, Box|קופסה',
    ),
    materials: words(
      'Welded|מולחם, Roll-top|גלילה, Padded|מרופד, Canvas|ברזנט, Ripstop|ריפסטופ, Coated|מצופה',
    ),
    pictures: [
      'roll-top-dry-bag-kelp',
      'harbour-duffel-ochre',
      'landing-pack-ink',
      'hip-bag-ink',
      'watertight-box-ochre',
    ],
    option: VOLUMES,
    price: [900, 22_000],
  },
  {
    handle: 'wool',
    title: { en: 'Wool', he: 'צמר' },
    nouns: words(
      'Sweater|סוודר, Guernsey|גרנזי, Watch Cap|כובע משמרת, Scarf|צעיף, Mittens|כפפות צמר, Socks|גרביים, Blanket|שמיכה, Base Layer|שכבת בסיס',
    ),
    materials: words(
      'Merino|מרינו, Lambswool|צמר כבשים, Alpaca|אלפקה, Boiled Wool|צמר לבוד, Ribbed|סרוג פטנט, Undyed|לא צבוע',
    ),
    pictures: [
      'watch-sweater-ink',
      'guernsey-ecru',
      'watch-cap-kelp',
      'watch-scarf-ochre',
      'berth-blanket-fog',
    ],
    option: COLOURS,
    price: [1_400, 26_000],
  },
];

/** Lines of goods are called after waters and coasts. */
export const LINES: Word[] = words(
  'Fastnet|פסטנט, Lundy|לנדי, Skagen|סקאגן, Dogger|דוגר, Fisher|פישר, Viking|ויקינג, Forties|פורטיס, Cromarty|קרומרטי, Tyne|טיין, Humber|האמבר, Thames|תמזה, Dover|דובר, Wight|וייט, Portland|פורטלנד, Plymouth|פלימות׳, Biscay|ביסקאיה, Trafalgar|טרפלגר, Sole|סול, Shannon|שאנון, Rockall|רוקול, Malin|מאלין, Hebrides|הברידים, Bailey|ביילי, Faeroes|פארו, Lofoten|לופוטן, Bergen|ברגן, Skye|סקיי, Orkney|אורקני, Galway|גולוויי, Jaffa|יפו, Acre|עכו, Caesarea|קיסריה, Haifa|חיפה, Ashdod|אשדוד, Eilat|אילת, Kinneret|כנרת, Baltic|בלטי, Bothnia|בותניה, Gotland|גוטלנד, Saimaa|סאימא, Azores|אזורים, Madeira|מדיירה, Finisterre|פיניסטרה, Brest|ברסט, Ushant|אושאן, Jersey|ג׳רזי, Texel|טקסל, Frisia|פריזיה, Heligoland|הלגולנד, Jutland|יוטלנד',
);

export const VENDORS = [
  'Holdfast',
  'Northlight',
  'Ropewalk & Sons',
  'Tarry Hand',
  'Kelpworks',
  'Lee Shore',
  'Bower',
  'Gannet',
  'Low Tide',
  'Cable & Hawse',
  'Slack Water',
  'Harbour Mill',
  'Driftline',
  'Spindrift',
  'Leeward',
  'Capstan',
  'Thole',
  'Bitter End',
  'Marl',
  'Fathom',
];

export const TAGS = [
  'deck',
  'harbour',
  'winter',
  'summer',
  'gift',
  'repair',
  'offshore',
  'night',
  'rain',
  'travel',
  'galley',
  'cabin',
  'mooring',
  'rescue',
  'light',
  'heavy',
  'handmade',
  'organic',
  'bestseller',
  'archive',
];

/** A shelf that hardly anything stands on. */
export const ONE_OFFS = { handle: 'one-offs', title: { en: 'One-offs', he: 'פריטים יחידים' } };

export function categoryHandle(noun: Word): string {
  return `${noun.en.toLowerCase().replaceAll(/[^a-z]+/g, '-')}s`.replace(/ss$/, 's');
}
