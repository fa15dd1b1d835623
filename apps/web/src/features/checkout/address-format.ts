/** What a country calls the part of it that its addresses name. */
const REGIONS: Record<string, 'state' | 'province' | 'prefecture'> = {
  US: 'state',
  AU: 'state',
  BR: 'state',
  IN: 'state',
  MX: 'state',
  MY: 'state',
  CA: 'province',
  CN: 'province',
  AR: 'province',
  ID: 'province',
  TH: 'province',
  JP: 'prefecture',
};

const WITHOUT_POSTAL_CODE = new Set(
  'AE AG AO AW BF BI BJ BO BS BW BZ CD CF CG CI CK CM DJ DM ER FJ GA GD GH GM GQ GY HK JM KI KM KN KP LC LY ML MO MR MW NR NU PA QA RW SB SC SL SO SR ST SY TD TF TG TK TO TT TV UG VU YE ZW'.split(
    ' ',
  ),
);

/** Where many addresses go without one. */
const MAY_LACK_POSTAL_CODE = new Set(['IE', 'IL']);

export type AddressFormat = {
  region: 'state' | 'province' | 'prefecture' | null;
  postalCode: 'required' | 'optional' | 'none';
};

/** Which fields an address in a country has, beside name, lines and city. */
export function addressFormat(country: string): AddressFormat {
  return { region: REGIONS[country] ?? null, postalCode: postalCodeOf(country) };
}

function postalCodeOf(country: string): AddressFormat['postalCode'] {
  if (WITHOUT_POSTAL_CODE.has(country)) return 'none';
  return MAY_LACK_POSTAL_CODE.has(country) ? 'optional' : 'required';
}
