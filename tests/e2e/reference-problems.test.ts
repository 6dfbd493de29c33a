import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { beforeAll, expect, it } from '@jest/globals';
import { PROBLEM_EXAMPLES } from '../../lib/api/problem-examples.ts';
import { REGION, WAIT } from '../support/http.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();

const ENVIRONMENTS = 'POST /environments';
const PR = '/environments/pr-123';

beforeAll(async () => {
  expect(await system.create('pr-123', { deletionProtection: true })).toMatchObject({ status: 201 });
  const once = { headers: { 'idempotency-key': 'build-4711' }, body: { id: 'pr-124' } };
  expect(await system.send(ENVIRONMENTS, once)).toMatchObject({ status: 202 });
});

/** Requests that are answered as the contract shows it, in an order in which they can be. */
const REQUESTS: readonly [keyof typeof PROBLEM_EXAMPLES, string, Parameters<typeof system.send>[1]][] = [
  ['invalid-json', ENVIRONMENTS, { body: '[]' }],
  ['validation-failed', ENVIRONMENTS, { body: { allowedCidrs: ['10.0.0.1/8'], colour: 'blue' } }],
  ['environment-exists', ENVIRONMENTS, { body: { id: 'pr-123' } }],
  ['body-too-large', ENVIRONMENTS, { body: `{${' '.repeat(69_998)}}` }],
  ['unsupported-media-type', ENVIRONMENTS, { body: 'a', headers: { 'content-type': 'text/plain' } }],
  ['idempotency-key-reused', ENVIRONMENTS, { body: {}, headers: { 'idempotency-key': 'build-4711' } }],
  ['deletion-protected', `DELETE ${PR}`, {}],
  ['precondition-failed', `PATCH ${PR}`, { body: {}, headers: { 'if-match': '"other"' } }],
];

it.each(REQUESTS)('the example of %s is what is answered', async (code, route, request) => {
  const { body } = await system.send(route, request);
  expect({ ...body, errors: body.errors?.toSorted(byPointer) }).toEqual({
    ...PROBLEM_EXAMPLES[code],
    errors: PROBLEM_EXAMPLES[code].errors?.toSorted(byPointer),
    requestId: body.requestId,
  });
});

it('so are those of what is gone and of what never was', async () => {
  await system.send(`PATCH ${PR}`, { body: { deletionProtection: false }, headers: WAIT });
  expect(await system.send(`DELETE ${PR}`, { headers: WAIT })).toMatchObject({ status: 200 });
  const gone = await system.send(`PATCH ${PR}`, { body: {} });
  expect(gone.body).toEqual({ ...PROBLEM_EXAMPLES.gone, requestId: gone.body.requestId });

  const never = await system.send('GET /environments/pr-125');
  const said = JSON.parse(JSON.stringify(PROBLEM_EXAMPLES['not-found']).replaceAll('pr-123', 'pr-125'));
  expect(never.body).toEqual({ ...said, requestId: never.body.requestId });
});

it('so is that of what has failed', async () => {
  const iam = new IAMClient({ region: REGION });
  const Statement = [
    { Effect: 'Allow', Principal: { Service: 'ec2.amazonaws.com' }, Action: 'sts:AssumeRole' },
  ];
  const AssumeRolePolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  await iam.send(new CreateRoleCommand({ RoleName: 'files', AssumeRolePolicyDocument }));
  await system.create('pr-126', { role: { name: 'files' } });

  const { body } = await system.send('GET /environments/pr-126/ready');

  const said = JSON.parse(JSON.stringify(PROBLEM_EXAMPLES['not-ready']).replaceAll('pr-123', 'pr-126'));
  expect(body).toEqual({ ...said, instance: '/environments/pr-126/ready', requestId: body.requestId });
});

const byPointer = (one: { pointer: string }, other: { pointer: string }): number =>
  one.pointer.localeCompare(other.pointer);
