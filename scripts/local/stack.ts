import { createHash } from 'node:crypto';
import {
  CloudFormationClient,
  CreateStackCommand,
  type Stack as Deployed,
  DescribeStacksCommand,
  UpdateStackCommand,
} from '@aws-sdk/client-cloudformation';
import { GetQueueUrlCommand, SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { waitUntil } from './child.ts';
import { type Configuration, STAGE } from './configuration.ts';
import type { Target } from './credentials.ts';

/** What emulators make from CloudFormation. The rest of serverless.yml has its stand-in beside this file. */
const TYPES = ['AWS::DynamoDB::Table', 'AWS::SQS::Queue', 'AWS::IAM::ManagedPolicy'];
/** Tells whether an existing stack was made from the present template. */
const TEMPLATE_TAG = 'template';

export interface Stack {
  accountId: string;
  tableName: string;
  eventsTableName: string;
  limitsTableName: string;
  queueUrl: string;
  deadLetterQueueUrl: string;
  boundaryArn: string;
}

const templateOf = ({ resources }: Configuration): string => {
  const chosen = Object.entries(resources.Resources).filter(([, { Type }]) => TYPES.includes(Type));
  const outputs = chosen.map(([id]) => [id, { Value: { Ref: id } }] as const);
  return JSON.stringify({ Resources: Object.fromEntries(chosen), Outputs: Object.fromEntries(outputs) });
};

const named = (error: unknown, ...names: string[]): boolean =>
  error instanceof Error && names.includes(error.name);

/** The stack by that name, made, changed or left as the template asks. */
const deploy = async (client: CloudFormationClient, name: string, template: string): Promise<Deployed> => {
  const find = async (): Promise<Deployed | undefined> =>
    (await client.send(new DescribeStacksCommand({ StackName: name }))).Stacks?.[0];
  const version = createHash('sha256').update(template).digest('hex');
  const input = {
    StackName: name,
    TemplateBody: template,
    Tags: [{ Key: TEMPLATE_TAG, Value: version }],
    Capabilities: ['CAPABILITY_IAM' as const],
  };

  let stack: Deployed | undefined;
  try {
    await client.send(new CreateStackCommand(input));
  } catch (error) {
    if (!named(error, 'AlreadyExistsException')) throw error;
    stack = await find();
    const same = stack?.Tags?.some(({ Key, Value }) => Key === TEMPLATE_TAG && Value === version);
    if (!same) await client.send(new UpdateStackCommand(input));
  }
  const settled = async () => {
    stack = await find();
    return !stack?.StackStatus?.endsWith('_IN_PROGRESS');
  };
  await waitUntil(`The stack ${name}`, settled, { seconds: 60 });
  if (stack?.StackStatus === 'CREATE_COMPLETE' || stack?.StackStatus === 'UPDATE_COMPLETE') return stack;
  throw new Error(
    `The stack ${name} is ${stack?.StackStatus}: ${stack?.StackStatusReason ?? 'no reason given'}`,
  );
};

/** Makes tables, queues and boundary in the emulator from the resources that a deployment to AWS has too. */
export const deployStack = async (configuration: Configuration, target: Target): Promise<Stack> => {
  const name = `${configuration.service}-${STAGE}`;
  const [stack, caller] = await Promise.all([
    deploy(new CloudFormationClient(target), name, templateOf(configuration)),
    new STSClient(target).send(new GetCallerIdentityCommand({})),
  ]);
  const output = (id: string): string => {
    const value = stack.Outputs?.find(({ OutputKey }) => OutputKey === id)?.OutputValue;
    if (!value) throw new Error(`The emulator didn't make ${id}.`);
    return value;
  };
  // An emulator's CloudFormation may give AWS's own address for a queue; its SQS knows where it is reached.
  const sqs = new SQSClient(target);
  const queueUrl = async (id: string): Promise<string> => {
    const QueueName = output(id).split('/').at(-1);
    return (await sqs.send(new GetQueueUrlCommand({ QueueName }))).QueueUrl ?? '';
  };
  return {
    accountId: caller.Account ?? '',
    tableName: output('Environments'),
    eventsTableName: output('Events'),
    limitsTableName: output('Limits'),
    queueUrl: await queueUrl('Queue'),
    deadLetterQueueUrl: await queueUrl('DeadLetterQueue'),
    boundaryArn: output('Boundary'),
  };
};
