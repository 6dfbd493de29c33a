import { CreateQueueCommand, DeleteQueueCommand, SQSClient } from '@aws-sdk/client-sqs';
import { expect, it } from '@jest/globals';
import { REGION } from '../support/http.ts';
import { useSystem } from '../support/suite.ts';

const system = useSystem();

it('what is accepted while the queue is away is READY two minutes later, by the schedule alone', async () => {
  const sqs = new SQSClient({ region: REGION });
  const { queueUrl: QueueUrl } = system;
  await sqs.send(new DeleteQueueCommand({ QueueUrl }));
  const accepted = await system.send('POST /environments', { body: { id: 'unheard' } });
  expect(accepted).toMatchObject({ status: 202, body: { status: 'PENDING' } });
  await sqs.send(new CreateQueueCommand({ QueueName: QueueUrl.split('/').at(-1) }));

  const deadline = Date.now() + 120_000;
  let status = 'PENDING';
  for (let left = 120; status !== 'READY' && left > 0; left = Math.floor((deadline - Date.now()) / 1000)) {
    const headers = { prefer: `wait=${Math.min(left, 20)}` };
    status = (await system.send('GET /environments/unheard', { headers })).body.status;
  }
  expect(status).toBe('READY');
}, 150_000);
