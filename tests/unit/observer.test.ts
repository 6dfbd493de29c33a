import { LambdaClient } from '@aws-sdk/client-lambda';
import { expect, it } from '@jest/globals';
import { observer } from '../../lib/observer.ts';
import { newborn } from './environment/sample.ts';

const subject = newborn(new Date(0));

/** A client whose answers are given; what it is asked is remembered. */
function client(answer: object) {
  const asked: unknown[] = [];
  const real = new LambdaClient({ region: 'eu-west-1' });
  real.middlewareStack.add(
    () => async (args) => {
      const { FunctionName, Payload } = args.input as { FunctionName: string; Payload: string };
      asked.push([FunctionName, JSON.parse(Payload)]);
      return { response: {}, output: { $metadata: {}, ...answer } };
    },
    { step: 'initialize', name: 'answer' },
  );
  return { observe: observer(real, 'groundwork-test-observe'), asked };
}
const payload = (value: unknown) => ({ Payload: new TextEncoder().encode(JSON.stringify(value)) });

it('asks the function, and gives its answer', async () => {
  const looks = [{ logicalId: 'role', type: 'iam-role', result: 'absent' }];
  const { observe, asked } = client(payload(looks));
  expect(await observe.present(subject)).toEqual(looks);
  expect(await observe.absent(subject, { force: true, kept: ['key'] })).toEqual(looks);
  const told = JSON.parse(JSON.stringify(subject));
  expect(asked).toEqual([
    ['groundwork-test-observe', { subject: told, as: 'present' }],
    ['groundwork-test-observe', { subject: told, as: 'absent', force: true, kept: ['key'] }],
  ]);
});

it('a function that ran out of time may do better when it is asked again', async () => {
  const errorMessage = 'Task timed out after 24.00 seconds';
  const { observe } = client({ FunctionError: 'Unhandled', ...payload({ errorMessage }) });
  await expect(observe.present(subject)).rejects.toMatchObject({ name: 'TimeoutError' });
});

it.each([
  [
    'that failed',
    { FunctionError: 'Unhandled', ...payload({ errorMessage: 'x is undefined' }) },
    'x is undefined',
  ],
  ['that said nothing', {}, 'groundwork-test-observe'],
])('a function %s is an error', async (_, answer, message) => {
  await expect(client(answer).observe.present(subject)).rejects.toThrow(message);
});
