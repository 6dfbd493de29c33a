import { describe, expect, it } from '@jest/globals';
import { aboutOf, pathOf } from '../../../bench/path/creation.ts';
import type { TimedCall } from '../../../bench/support/proxy.ts';

const call = (name: string, begin: number, end: number, about = ''): TimedCall => ({
  name,
  path: '/',
  about,
  begin,
  end,
  emulator: 1,
  status: 200,
});

const accepted = call('DynamoDB.PutItem', 1010, 1110, 'Environments');
const made = call('KMS.CreateKey', 1120, 1220);
const written = call('DynamoDB.UpdateItem', 1230, 1330, 'Environments READY');
const told = call('DynamoDB.GetItem', 1340, 1440, 'Environments READY');
const creation = (...calls: TimedCall[]) => ({ posted: 1000, answered: 1450, calls });
const labels = (calls: readonly { label: string }[]) => calls.map(({ label }) => label);

describe('the path to READY', () => {
  it('leads over the write that made it so to the read that told', () => {
    const { chain, rows } = pathOf(creation(accepted, made, written, told));
    expect(chain).toEqual([accepted, made, written, told]);
    expect(
      rows.map(({ label, begin, end, level, isOnChain }) => [label, begin, end, level, isOnChain]),
    ).toEqual([
      ['DynamoDB.PutItem Environments', 10, 110, 1, true],
      ['KMS.CreateKey', 120, 220, 2, true],
      ['DynamoDB.UpdateItem Environments READY', 230, 330, 3, true],
      ['DynamoDB.GetItem Environments READY', 340, 440, 4, true],
    ]);
  });

  it('has neither polls that began before nor what follows the write', () => {
    const poll = call('SQS.ReceiveMessage', 900, 1115);
    const event = call('Events.PutEvents', 1331, 1335);
    const release = call('DynamoDB.UpdateItem', 1336, 1339, 'Environments');
    const { chain, rows } = pathOf(creation(poll, accepted, made, written, event, release, told));
    expect(chain).toEqual([accepted, made, written, told]);
    expect(labels(rows)).toHaveLength(4);
  });

  it('counts a message that was fetched before its answer had come, once it had been handed on', () => {
    const message = { ...call('SQS.SendMessage', 1111, 1220), emulator: 10 };
    const claim = call('DynamoDB.UpdateItem', 1215, 1225, 'Environments');
    const { chain } = pathOf(creation(accepted, message, claim, written, told));
    expect(chain.map(({ name }) => name)).toEqual([
      'DynamoDB.PutItem',
      'SQS.SendMessage',
      'DynamoDB.UpdateItem',
      'DynamoDB.UpdateItem',
      'DynamoDB.GetItem',
    ]);
    const early = { ...claim, begin: 1205 };
    expect(pathOf(creation(accepted, message, early, written, told)).chain).toHaveLength(4);
  });

  it('counts a read that was under way already when the write was answered', () => {
    const early = { ...told, begin: 1300, end: 1400 };
    expect(pathOf(creation(accepted, made, written, early)).chain).toEqual([accepted, made, written, early]);
  });

  it('leaves out of the chain what nobody can have waited for', () => {
    const beside = call('S3.GET tagging', 1120, 1229, 'initial');
    const look = call('DynamoDB.GetItem', 1150, 1250, 'Environments');
    const { chain, rows } = pathOf(creation(accepted, made, beside, look, written, told));
    expect(chain).toEqual([accepted, beside, written, told]);
    expect(rows.filter(({ isOnChain }) => !isOnChain).map(({ label, level }) => [label, level])).toEqual([
      ['KMS.CreateKey', 2],
      ['DynamoDB.GetItem Environments', 2],
    ]);
  });

  it('does not lead over looks of the API, however many fit one after another', () => {
    const looks = [1112, 1140, 1170].map((begin) =>
      call('DynamoDB.GetItem', begin, begin + 20, 'Environments'),
    );
    const { chain, rows } = pathOf(creation(accepted, made, ...looks, written, told));
    expect(chain).toEqual([accepted, made, written, told]);
    expect(rows.map(({ level, isOnChain }) => [level, isOnChain])).toEqual([
      [1, true],
      [2, false],
      [2, true],
      [3, false],
      [4, false],
      [3, true],
      [4, true],
    ]);
  });

  it('is not made up where no call tells of READY', () => {
    expect(() => pathOf(creation(accepted, made, told))).toThrow('READY');
    expect(() => pathOf(creation(accepted, made, written))).toThrow('READY');
  });
});

describe('what a call is about', () => {
  const TABLE = 'groundwork-local-Environments-ABC';
  const dynamo = (asked: object, answer: object = {}) =>
    aboutOf(
      {
        method: 'POST',
        url: '/',
        headers: { 'x-amz-target': 'DynamoDB_20120810.Something' },
        body: Buffer.from(JSON.stringify(asked)),
      },
      { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer)) },
    );
  const s3 = (method: string, url: string) =>
    aboutOf(
      { method, url, headers: {}, body: Buffer.alloc(0) },
      { status: 200, headers: {}, body: Buffer.from('<xml/>') },
    );

  it('is the table', () => {
    expect(dynamo({ TableName: TABLE })).toBe('Environments');
    expect(dynamo({ RequestItems: { 'groundwork-local-Events-ABC': [] } })).toBe('Events');
  });

  it('is a record that becomes READY, or is', () => {
    const write = { TableName: TABLE, ExpressionAttributeValues: { ':set_status': { S: 'READY' } } };
    expect(dynamo(write)).toBe('Environments READY');
    expect(dynamo({ TransactItems: [{ Update: write }] })).toBe('Environments READY');
    expect(dynamo({ TableName: TABLE }, { Item: { status: { S: 'READY' } } })).toBe('Environments READY');
  });

  it('is no READY record when only a resource is READY, or the status is another', () => {
    const resources = { M: { key: { M: { status: { S: 'READY' } } } } };
    expect(dynamo({ TableName: TABLE, ExpressionAttributeValues: { ':set_resources': resources } })).toBe(
      'Environments',
    );
    expect(dynamo({ TableName: TABLE }, { Item: { status: { S: 'PROVISIONING' }, resources } })).toBe(
      'Environments',
    );
  });

  it('is the bucket', () => {
    expect(s3('PUT', '/initial-pr-1-abc?policy')).toBe('initial');
    expect(s3('GET', '/final-pr-1-abc')).toBe('final');
  });
});
