import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import {
  categoryHandle,
  DEPARTMENTS,
  LINES,
  ONE_OFFS,
  TAGS,
  VENDORS,
  type Option,
  type Word,
} from './vocabulary.ts';

export type MadeVariant = {
  value: Word | null;
  onHand: number;
  backOrderLimit: number;
  /** Minor units of US dollars; other currencies follow from it. */
  amount: number;
  compareAt: number | null;
};

export type MadeGoods = {
  handle: string;
  title: Word;
  description: Word;
  vendor: string;
  tags: string[];
  categories: string[];
  pictures: string[];
  option: Option | null;
  variants: MadeVariant[];
};

type Between = (from: number, to: number) => number;

const SEED = 20_261;
/** Of a hundred products, how many have up to so many variants: 2 on average. */
const VARIANTS = [42, 70, 90, 100];
const ONE_OFF_EVERY = 500;

export function handleOf(number: number): string {
  return `gen-${String(number).padStart(7, '0')}`;
}

/** The product of this number, from 1 on: the same for ever. */
export function makeGoods(number: number): MadeGoods {
  // Seeds that follow each other begin alike.
  const random = xoroshiro128plus(Math.imul(number + SEED, 2_654_435_761));
  for (let skipped = 0; skipped < 4; skipped += 1) random.next();
  const between: Between = (from, to) => uniformInt(random, from, to);
  const pick = <T>(list: readonly T[]): T => list[between(0, list.length - 1)] as T;
  const department = pick(DEPARTMENTS);
  const [noun, material, line] = [pick(department.nouns), pick(department.materials), pick(LINES)];
  const model = between(1, 900);
  const option = department.option;
  const percent = between(1, 100);
  const count = VARIANTS.findIndex((upTo) => percent <= upTo) + 1;
  const isOneOff = number % ONE_OFF_EVERY === 0;
  return {
    handle: handleOf(number),
    title: {
      en: `${line.en} ${material.en} ${noun.en} No. ${model}`,
      he: `${noun.he} ${material.he} ${line.he} מס׳ ${model}`,
    },
    description: describe({ noun, material, line }),
    vendor: pick(VENDORS),
    tags: [...new Set([pick(TAGS), pick(TAGS), pick(TAGS)])],
    categories: [categoryHandle(noun), ...(isOneOff ? [ONE_OFFS.handle] : [])],
    pictures: [...new Set([pick(department.pictures), pick(department.pictures)])],
    option: count > 1 ? option : null,
    variants: makeVariants({ count, option, price: department.price }, between),
  };
}

type Sold = { count: number; option: Option; price: [number, number] };

function makeVariants({ count, option, price }: Sold, between: Between): MadeVariant[] {
  const first = between(0, option.values.length - count);
  const base = Math.round(between(...price) / 100) * 100;
  return Array.from({ length: count }, (_, index) => {
    const amount = base + index * between(0, 5) * 100;
    return {
      value: count > 1 ? (option.values[first + index] ?? null) : null,
      onHand: makeStock(between),
      backOrderLimit: between(1, 100) <= 4 ? 20 : 0,
      amount,
      compareAt: between(1, 100) <= 12 ? Math.round((amount * 1.25) / 100) * 100 : null,
    };
  });
}

function makeStock(between: Between): number {
  const percent = between(1, 100);
  if (percent <= 8) return 0;
  return percent <= 20 ? between(1, 5) : between(6, 200);
}

function describe({ noun, material, line }: Record<'noun' | 'material' | 'line', Word>): Word {
  return {
    en: `<p>${noun.en} of the ${line.en} line, ${material.en.toLowerCase()}, made for wet hands and long watches.</p>`,
    he: `<p>${noun.he} מסדרת ${line.he}, ${material.he}, לידיים רטובות ולמשמרות ארוכות.</p>`,
  };
}
