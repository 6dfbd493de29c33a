import { expect, it } from '@jest/globals';
import { familyOf, statusOf } from '../../../bench/load/memory.ts';

it("a process's parent and peak are read from what the kernel says of it", () => {
  const text =
    'Name:\tnode\nPid:\t12\nPPid:\t7\nVmPeak:\t  900000 kB\nVmHWM:\t  2048 kB\nVmRSS:\t  1024 kB\n';
  expect(statusOf(text)).toEqual({ parent: 7, peak: 2 * 1024 * 1024 });
});

it('one that has ended holds nothing', () => {
  expect(statusOf('')).toEqual({ parent: 0, peak: 0 });
});

it('a family is a process, its children and theirs, and nobody else', () => {
  const parents = { 10: 1, 11: 10, 12: 11, 13: 1, 14: 13 };
  const processes = new Map(
    Object.entries(parents).map(([pid, parent]) => [Number(pid), { parent, peak: 0 }]),
  );
  expect(familyOf(10, processes)).toEqual([10, 11, 12]);
});
