import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { beforeAll, expect, it } from '@jest/globals';
import { documentClient } from '../../lib/store/client.ts';
import { type Counter, requestCounter } from '../../lib/store/limits.ts';
import { enterFreshAccount } from '../support/account.ts';
import { newTable } from '../support/table.ts';

const MINUTE = '2030-01-31T12:00:00.000Z';

let table: string;
let counter: Counter;
beforeAll(async () => {
  await enterFreshAccount(process.env.CONTRACT_EMULATOR_ENDPOINT ?? '');
  table = await newTable('Limits');
  counter = requestCounter(documentClient(), table);
});

it('requests that come at once are each counted once', async () => {
  const counts = await Promise.all(
    Array.from({ length: 20 }, () => counter.count('busy', 'changes', MINUTE)),
  );
  expect(counts.sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, index) => index + 1));
});

it('tenants, kinds and minutes are counted for themselves', async () => {
  await counter.count('a', 'changes', MINUTE);
  expect(await counter.count('b', 'changes', MINUTE)).toBe(1);
  expect(await counter.count('a', 'looks', MINUTE)).toBe(1);
  expect(await counter.count('a', 'changes', '2030-01-31T12:01:00.000Z')).toBe(1);
  expect(await counter.count('a', 'changes', MINUTE)).toBe(2);
});

it('a count goes by itself within the hour', async () => {
  await counter.count('forgotten', 'changes', MINUTE);
  const { Items = [] } = await new DynamoDBClient().send(new ScanCommand({ TableName: table }));
  const item = Items.find(({ tenant }) => tenant?.S === 'forgotten');
  expect(Number(item?.purgeAt?.N)).toBe(Date.parse('2030-01-31T13:00:00.000Z') / 1000);
});
