/** 48,210 */
export function count(value: number): string {
  return value.toLocaleString('en');
}

/** 3 shoppers; 1 shopper */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** 12 ms, 1.24 s; a dash for what was not measured. */
export function duration(ms: number | null | undefined): string {
  if (ms === null || ms === undefined) return '–';
  return ms < 1_000 ? `${Math.round(ms)} ms` : `${trimmed(ms / 1_000)} s`;
}

/** Per second, with as many digits as are worth reading. */
export function rate(perSecond: number): string {
  return `${perSecond < 10 ? trimmed(perSecond) : count(Math.round(perSecond))}/s`;
}

/** 1:05, with hours where there are some. */
export function clock(seconds: number): string {
  const whole = Math.floor(seconds);
  const [hours, minutes] = [Math.floor(whole / 3_600), Math.floor(whole / 60) % 60];
  const rest = String(whole % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${rest}` : `${minutes}:${rest}`;
}

/** 1:05.250 */
export function exactClock(ms: number): string {
  const rest = String(Math.round(Math.max(0, ms)) % 1_000).padStart(3, '0');
  return `${clock(Math.max(0, ms) / 1_000)}.${rest}`;
}

/** At most two digits after the point, none that says nothing. */
function trimmed(value: number): string {
  return String(Number(value.toFixed(value < 10 ? 2 : 1)));
}
