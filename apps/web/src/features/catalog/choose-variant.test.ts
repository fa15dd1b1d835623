import type { Product } from '@holdfast/shared/contracts/catalog';
import { expect, it } from 'vitest';
import { keepsTheRest, openingVariant, swatchesOf, type Variant, withValue } from './choose-variant.ts';

const KELP = '/goods/jacket-kelp-1280.webp';
const ORANGE = '/goods/jacket-orange-1280.webp';

type Sketch = [size: string, colour: string, availability: Variant['availability']];

/** A jacket in sizes and colours; the id of a variant is "S Kelp". */
function jacket(sketches: Sketch[]): Product {
  const values = (index: 0 | 1) => [...new Set(sketches.map((sketch) => sketch[index]))];
  return {
    id: 'jacket',
    handle: 'jacket',
    title: 'Jacket',
    description: '',
    categories: [],
    images: [KELP, ORANGE].map((url) => ({ url, alt: '' })),
    options: [
      { name: 'Size', values: values(0) },
      { name: 'Colour', values: values(1) },
    ],
    variants: sketches.map(([size, colour, availability]) => ({
      id: `${size} ${colour}`,
      sku: null,
      title: `${size} / ${colour}`,
      options: [
        { name: 'Size', value: size },
        { name: 'Colour', value: colour },
      ],
      price: { amount: 21_900, currency: 'USD' },
      compareAt: null,
      availability,
      image: colour === 'Kelp' ? KELP : ORANGE,
    })),
  };
}

const product = jacket([
  ['S', 'Kelp', 'out_of_stock'],
  ['S', 'Orange', 'in_stock'],
  ['M', 'Kelp', 'low_stock'],
]);

function variant(id: string): Variant {
  const found = product.variants.find((each) => each.id === id);
  if (!found) throw new Error(`There is no variant ${id}.`);
  return found;
}

it('opens a page with the first variant that can be had', () => {
  expect(openingVariant(product, {})?.id).toBe('S Orange');
});

it('opens a page with what its address asks for, even when that is sold out', () => {
  expect(openingVariant(product, { variant: 'S Kelp' })?.id).toBe('S Kelp');
  expect(openingVariant(product, { option1: 'M', option2: 'Kelp' })?.id).toBe('M Kelp');
});

it('opens a page as ever when its address asks for what is not made', () => {
  expect(openingVariant(product, { variant: 'XL Kelp' })?.id).toBe('S Orange');
  expect(openingVariant(product, { option1: 'M', option2: 'Orange' })?.id).toBe('S Orange');
});

it('keeps the other choices when a value is chosen, sold out or not', () => {
  expect(withValue(product, variant('S Orange'), { option: 'Colour', value: 'Kelp' })?.id).toBe('S Kelp');
});

it('changes the other choices where the combination is not made, and says so', () => {
  const next = withValue(product, variant('S Orange'), { option: 'Size', value: 'M' });
  expect(next?.id).toBe('M Kelp');
  expect(keepsTheRest(variant('M Kelp'), variant('S Orange'), 'Size')).toBe(false);
  expect(keepsTheRest(variant('S Kelp'), variant('S Orange'), 'Colour')).toBe(true);
});

it('shows pictures for an option whose values each have their own, and none for one whose values share them', () => {
  const [size, colour] = product.options;
  if (!size || !colour) throw new Error('The jacket has two options.');
  expect(swatchesOf(product, colour)).toEqual(
    new Map([
      ['Kelp', KELP],
      ['Orange', ORANGE],
    ]),
  );
  const inOneColour = jacket([
    ['S', 'Kelp', 'in_stock'],
    ['M', 'Kelp', 'in_stock'],
  ]);
  expect(swatchesOf(inOneColour, size)).toBeNull();
});
