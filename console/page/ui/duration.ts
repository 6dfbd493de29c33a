const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** A span of time in two units at most: `2 d 4 h`, `3 min 5 s`, `840 ms`. @param span in milliseconds */
export function durationInWords(span: number): string {
  const length = Math.max(0, Math.round(span));
  if (length < SECOND) return `${length} ms`;
  if (length < 10 * SECOND) return `${(length / SECOND).toFixed(1)} s`;
  if (length < MINUTE) return `${Math.floor(length / SECOND)} s`;
  if (length < HOUR) return pair(length, MINUTE, 'min', SECOND, 's');
  if (length < DAY) return pair(length, HOUR, 'h', MINUTE, 'min');
  return pair(length, DAY, 'd', HOUR, 'h');
}

function pair(length: number, big: number, bigName: string, small: number, smallName: string): string {
  const [bigs, smalls] = [Math.floor(length / big), Math.floor((length % big) / small)];
  return smalls === 0 ? `${bigs} ${bigName}` : `${bigs} ${bigName} ${smalls} ${smallName}`;
}
