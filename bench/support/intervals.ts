/** Milliseconds of one clock. */
export interface Interval {
  begin: number;
  end: number;
}

/** Milliseconds of the span in which at least one of the intervals was under way. */
export function busyIn(span: Interval, intervals: readonly Interval[]): number {
  let busy = 0;
  let counted = span.begin;
  for (const { begin, end } of intervals.toSorted((a, b) => a.begin - b.begin)) {
    const until = Math.min(end, span.end);
    if (until <= counted) continue;
    busy += until - Math.max(begin, counted);
    counted = until;
  }
  return busy;
}

/** What part of the span that is, 0 to 1. */
export const busyShare = (span: Interval, intervals: readonly Interval[]): number =>
  busyIn(span, intervals) / (span.end - span.begin);

/** When the emulator was answering a call. */
export const answering = ({ end, emulator }: { end: number; emulator: number }): Interval => ({
  begin: end - emulator,
  end,
});
