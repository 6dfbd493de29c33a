import { expect, it } from '@jest/globals';
import { averageOf, countByService, totalOf } from '../../../bench/support/tally.ts';

const calls = ['KMS.CreateKey', 'IAM.CreateRole', 'S3.PUT policy', 'IAM.GetRole'].map((name) => ({ name }));

it('calls are counted by service, in alphabetical order', () => {
  const counts = countByService(calls);
  expect(Object.entries(counts)).toEqual([
    ['IAM', 2],
    ['KMS', 1],
    ['S3', 1],
  ]);
  expect(totalOf(counts)).toBe(4);
});

it('the average counts a service that was not called as none', () => {
  expect(averageOf([{ IAM: 2, S3: 4 }, { IAM: 4 }])).toEqual({ IAM: 3, S3: 2 });
});
