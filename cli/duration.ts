import { InvalidArgumentError } from 'commander';

const SECONDS = { s: 1, m: 60, h: 3600 } as const;

/** Milliseconds of `90s`, `20m` or `1h`. */
export function duration(text: string): number {
  const [, number, unit] = /^(\d{1,6})([smh])$/.exec(text) ?? [];
  if (!number || !unit) throw new InvalidArgumentError('Write it as 90s, 20m or 1h.');
  return Number(number) * SECONDS[unit as keyof typeof SECONDS] * 1000;
}

/** `0.8 s`, `42 s`, `3 min 20 s` */
export function seconds(milliseconds: number): string {
  const all = milliseconds / 1000;
  if (all < 10) return `${all.toFixed(1)} s`;
  const whole = Math.round(all);
  return whole < 120 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}

const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['m', 60],
] as const;

/** Roughly: `3d`, `71h`, `5m`, `12s` */
export function roughly(milliseconds: number): string {
  const all = Math.max(0, Math.round(milliseconds / 1000));
  // Three of a unit at least: 71 hours are told as 71h, not as 2d.
  const [unit, size] = UNITS.find(([, size]) => all >= 3 * size) ?? ['s', 1];
  return `${Math.round(all / size)}${unit}`;
}
