'use client';
import { useTranslations } from 'use-intl/react';
import { Field, INPUT_CLASS, TextField } from '../../ui/field.tsx';
import { addressFormat } from './address-format.ts';
import { useField, useForm } from './form-context.tsx';
import type { AddressPart } from './read-order-form.ts';

/** The fields of an address as its country writes it. */
export function AddressFields({ part }: { part: AddressPart }) {
  const t = useTranslations('checkout');
  const { draft, defaultCountry } = useForm();
  const format = addressFormat(draft[`${part}.country`] ?? defaultCountry);
  const kind = part === 'shippingAddress' ? 'shipping' : 'billing';
  const optional = t('optional');
  const field = { part, kind } as const;
  return (
    <div className="grid grid-cols-6 gap-x-4 gap-y-4">
      <CountryField part={part} token={`${kind} country`} />
      <AddressField {...field} name="name" token="name" className="col-span-6" />
      <AddressField {...field} name="line1" token="address-line1" className="col-span-6" />
      <AddressField
        {...field}
        name="line2"
        token="address-line2"
        optional={optional}
        className="col-span-6"
      />
      <AddressField
        {...field}
        name="city"
        token="address-level2"
        className={format.postalCode === 'none' ? 'col-span-6' : 'col-span-6 sm:col-span-4'}
      />
      {format.postalCode !== 'none' && (
        <AddressField
          {...field}
          name="postalCode"
          token="postal-code"
          optional={format.postalCode === 'optional' ? optional : undefined}
          className="col-span-6 sm:col-span-2"
        />
      )}
      {format.region && (
        <AddressField
          {...field}
          name="region"
          token="address-level1"
          label={t(`field.${format.region}`)}
          className="col-span-6"
        />
      )}
      {kind === 'shipping' && (
        <AddressField
          {...field}
          name="phone"
          token="tel"
          optional={optional}
          hint={t('phoneHint')}
          className="col-span-6"
        />
      )}
    </div>
  );
}

type AddressFieldProps = {
  part: AddressPart;
  kind: 'shipping' | 'billing';
  name: 'name' | 'line1' | 'line2' | 'city' | 'postalCode' | 'region' | 'phone';
  token: string;
  label?: string;
  hint?: string;
  optional?: string | undefined;
  className: string;
};

function AddressField({ part, kind, name, token, label, hint, optional, className }: AddressFieldProps) {
  const t = useTranslations('checkout');
  const field = useField(`${part}.${name}`);
  const isLatin = name === 'postalCode' || name === 'phone';
  return (
    <div className={className}>
      <TextField
        {...field}
        label={label ?? t(name === 'region' ? 'field.state' : `field.${name}`)}
        hint={hint}
        optional={optional}
        autoComplete={`${kind} ${token}`}
        required={!optional}
        {...(name === 'phone' && { type: 'tel' })}
        {...(isLatin && { dir: 'ltr', className: 'rtl:text-end' })}
      />
    </div>
  );
}

function CountryField({ part, token }: { part: AddressPart; token: string }) {
  const t = useTranslations('checkout');
  const { countries, defaultCountry } = useForm();
  const { name, defaultValue, error } = useField(`${part}.country`);
  return (
    <div className="col-span-6">
      <Field label={t('field.country')} error={error}>
        {(parts) => (
          <select
            {...parts}
            name={name}
            defaultValue={defaultValue ?? defaultCountry}
            autoComplete={token}
            required
            className={INPUT_CLASS}
          >
            <option value="">{t('chooseCountry')}</option>
            {countries.map((country) => (
              <option key={country.code} value={country.code}>
                {country.name}
              </option>
            ))}
          </select>
        )}
      </Field>
    </div>
  );
}
