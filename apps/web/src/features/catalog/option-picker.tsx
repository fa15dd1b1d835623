'use client';
import type { Product } from '@holdfast/shared/contracts/catalog';
import { useTranslations } from 'use-intl/react';
import { Button } from '../../ui/button.tsx';
import { useHydrated } from '../../ui/use-hydrated.ts';
import { isForSale, keepsTheRest, swatchesOf, type Variant, valueOf, withValue } from './choose-variant.ts';
import { GoodsPicture } from './goods-picture.tsx';

type Props = { product: Product; chosen: Variant; onChoose: (variant: Variant) => void };

/** A group of radios for each option. Before script it is a form that opens the page with what was chosen: else another variant than that would be put into the cart. */
export function OptionPicker({ product, chosen, onChoose }: Props) {
  const t = useTranslations('catalog.product');
  const isHydrated = useHydrated();
  if (product.options.length === 0) return null;
  return (
    <form method="get" data-sent-when-chosen={isHydrated ? undefined : ''} className="grid gap-5">
      {product.options.map((option, index) => (
        <fieldset key={option.name}>
          <legend className="mb-2 text-sm">
            {option.name}
            <span className="text-ink-soft">{`: ${valueOf(chosen, option.name) ?? ''}`}</span>
          </legend>
          <Values
            name={`option${index + 1}`}
            option={option}
            product={product}
            chosen={chosen}
            onChoose={onChoose}
          />
        </fieldset>
      ))}
      <div className="hidden noscript:block">
        <Button type="submit">{t('choose')}</Button>
      </div>
    </form>
  );
}

const VALUE_CLASS =
  'relative flex min-h-11 cursor-pointer flex-col items-center overflow-hidden rounded-md border border-line text-center text-sm hover:border-line-strong has-checked:border-ink has-checked:bg-sunken has-checked:after:pointer-events-none has-checked:after:absolute has-checked:after:inset-0 has-checked:after:rounded-md has-checked:after:inset-ring has-checked:after:inset-ring-ink has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-(--focus)';

type ValuesProps = Props & { name: string; option: Product['options'][number] };

function Values({ name, option, product, chosen, onChoose }: ValuesProps) {
  const swatches = swatchesOf(product, option);
  // Room for words is kept at every value as soon as one may need it, so that nothing moves when it does.
  const mayNeedWords = product.variants.some((variant) => !isForSale(variant)) || !isComplete(product);
  return (
    <div className="flex flex-wrap gap-2">
      {option.values.map((value) => {
        const variant = withValue(product, chosen, { option: option.name, value });
        if (!variant) return null;
        const picture = swatches?.get(value);
        return (
          <label
            key={value}
            className={`${VALUE_CLASS} ${picture ? 'w-20' : `justify-center px-3 ${mayNeedWords ? 'h-14 min-w-24' : 'min-w-14'}`}`}
          >
            <input
              type="radio"
              name={name}
              value={value}
              checked={valueOf(chosen, option.name) === value}
              onChange={() => onChoose(variant)}
              className="sr-only"
            />
            {picture && <GoodsPicture image={{ url: picture, alt: '' }} sizes="5rem" />}
            <span className={picture ? 'px-1 pt-1 leading-tight' : ''}>{value}</span>
            {mayNeedWords && (
              <ValueWords
                variant={variant}
                chosen={chosen}
                option={option.name}
                isRoomKept={Boolean(picture)}
              />
            )}
          </label>
        );
      })}
    </div>
  );
}

type WordsProps = { variant: Variant; chosen: Variant; option: string; isRoomKept: boolean };

function ValueWords({ variant, chosen, option, isRoomKept }: WordsProps) {
  const t = useTranslations('catalog.product');
  const words = keepsTheRest(variant, chosen, option)
    ? !isForSale(variant) && t('optionOut')
    : t('optionNotMade');
  return <span className={`text-xs/4 text-ink-soft ${isRoomKept ? 'min-h-8 px-1' : ''}`}>{words}</span>;
}

/** Whether every combination of values is a variant. */
function isComplete({ options, variants }: Product): boolean {
  return options.reduce((count, { values }) => count * values.length, 1) === variants.length;
}
