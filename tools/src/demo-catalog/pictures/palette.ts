/** Three planes of one colour: in the light, in the shade, and the lines between. */
export type Tone = { base: string; shade: string; light: string; line: string };

export const FOG = '#f3f1ea';
export const FLOOR = '#eae7dc';
export const SHADOW = '#10201f';
/** What shade does to cool colours and to warm ones: sky in the one, earth in the other. */
const SHADE_TINTS = { cool: '#10282c', warm: '#4a2412' };
const LIGHT_TINT = '#fbf6e6';

/** By the name that the catalog gives an option value. */
export const COLOURS = {
  Kelp: '#356455',
  'Signal orange': '#e2571e',
  'Sea glass': '#8fb8a8',
  Ink: '#2b404b',
  Fog: '#c4c1b5',
  Ochre: '#cb8d22',
  Madder: '#9e4136',
  Ecru: '#e0d3b4',
  Natural: '#d9c596',
  'Tarred black': '#453b32',
  Brass: '#c99d3d',
  Galvanised: '#9aa5a4',
  Nickel: '#b9bcb3',
  Black: '#3a3f3e',
  Walnut: '#7d4f33',
  'Black micarta': '#3b4140',
} as const;

export type Colour = keyof typeof COLOURS;

/** Materials that no option names. */
export const MATERIALS = {
  rope: '#e3d8bd',
  manila: '#c9a467',
  hemp: '#b18a55',
  tar: '#6d4c32',
  steel: '#b4bdbc',
  iron: '#5d6868',
  leather: '#bd8b55',
  ash: '#dcbd88',
  boxwood: '#d3a55b',
  cork: '#c79a6b',
  rubber: '#ddd5c0',
  webbing: '#33403f',
  glow: '#f9dc85',
  glass: '#cfe0da',
  wax: '#d9a441',
  stone: '#8b9492',
  paleStone: '#d8d2bd',
} as const;

export function tone(base: string): Tone {
  const tint = isWarm(base) ? SHADE_TINTS.warm : SHADE_TINTS.cool;
  return {
    base,
    shade: mix(base, tint, 0.3),
    light: mix(base, LIGHT_TINT, 0.32),
    line: mix(base, tint, 0.52),
  };
}

export const colourTone = (colour: Colour): Tone => tone(COLOURS[colour]);
export const materialTone = (material: keyof typeof MATERIALS): Tone => tone(MATERIALS[material]);

function isWarm(colour: string): boolean {
  const { red, blue } = channelsOf(colour);
  return red > blue + 40;
}

/** `share` of the second colour in the first, channel by channel. */
export function mix(first: string, second: string, share: number): string {
  const [a, b] = [channelsOf(first), channelsOf(second)];
  const hex = (channel: 'red' | 'green' | 'blue'): string =>
    Math.round(a[channel] * (1 - share) + b[channel] * share)
      .toString(16)
      .padStart(2, '0');
  return `#${hex('red')}${hex('green')}${hex('blue')}`;
}

/** Of "#rrggbb". */
function channelsOf(colour: string): { red: number; green: number; blue: number } {
  const channel = (start: number): number => Number.parseInt(colour.slice(start, start + 2), 16);
  return { red: channel(1), green: channel(3), blue: channel(5) };
}
