import { describe, expect, it } from '@jest/globals';
import { answering, busyIn, busyShare } from '../../../bench/support/intervals.ts';

const span = { begin: 100, end: 200 };

describe('the time in which something was under way', () => {
  it('counts what overlaps once', () => {
    const intervals = [
      { begin: 110, end: 130 },
      { begin: 120, end: 140 },
      { begin: 125, end: 128 },
    ];
    expect(busyIn(span, intervals)).toBe(30);
  });

  it('leaves gaps out, in whatever order the intervals come', () => {
    const intervals = [
      { begin: 180, end: 190 },
      { begin: 110, end: 120 },
    ];
    expect(busyIn(span, intervals)).toBe(20);
  });

  it('counts nothing before or after the span', () => {
    const intervals = [
      { begin: 10, end: 50 },
      { begin: 90, end: 110 },
      { begin: 195, end: 300 },
      { begin: 250, end: 260 },
    ];
    expect(busyIn(span, intervals)).toBe(15);
  });

  it('is none without intervals', () => {
    expect(busyShare(span, [])).toBe(0);
  });

  it('as a share of the span', () => {
    expect(busyShare(span, [{ begin: 100, end: 125 }])).toBe(0.25);
  });
});

it('the emulator was answering at the end of a call, after what delayed it', () => {
  expect(answering({ end: 50, emulator: 20 })).toEqual({ begin: 30, end: 50 });
});
