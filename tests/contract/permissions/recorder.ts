import { AsyncLocalStorage } from 'node:async_hooks';
import { EventBridgeClient } from '@aws-sdk/client-eventbridge';
import { IAMClient } from '@aws-sdk/client-iam';
import { KMSClient } from '@aws-sdk/client-kms';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SQSClient } from '@aws-sdk/client-sqs';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';

/** A call as it leaves a function. */
export interface Sent {
  /** `IAM.CreateRole`; of the document client `DynamoDB.Get` */
  name: string;
  input: Record<string, unknown>;
  region: string;
}

interface Client {
  constructor: { name: string };
  config: { region: () => Promise<string> };
}
type Send = (
  this: Client,
  command: { constructor: { name: string }; input: object },
  ...more: unknown[]
) => Promise<unknown>;

const CLIENTS = [
  IAMClient,
  KMSClient,
  S3Client,
  DynamoDBDocumentClient,
  SQSClient,
  EventBridgeClient,
  LambdaClient,
];

export interface Recorder {
  /** Does something as this function; every call to AWS that it makes is told first, and waits for that. */
  as<T>(name: string, run: () => Promise<T>): Promise<T>;
}

/**
 * Stands before every AWS client there is and will be.
 *
 * @param told of each call of a function; what it asks AWS itself isn't told
 * @param invoke calls a function: the emulator has none
 */
export function recorder(
  told: (name: string, call: Sent) => Promise<void>,
  invoke: (call: Sent) => Promise<object>,
): Recorder {
  const running = new AsyncLocalStorage<string | undefined>();
  const bases = new Set(CLIENTS.map(({ prototype }) => Object.getPrototypeOf(prototype) as { send: Send }));
  for (const base of bases) {
    const { send } = base;
    base.send = async function (command, ...more) {
      const name = running.getStore();
      if (name === undefined) return send.call(this, command, ...more);
      const call = {
        name: `${this.constructor.name.replace(/(Document)?Client$/, '')}.${command.constructor.name.replace(/Command$/, '')}`,
        input: { ...command.input },
        region: await this.config.region(),
      };
      await running.run(undefined, () => told(name, call));
      return call.name === 'Lambda.Invoke' ? invoke(call) : send.call(this, command, ...more);
    };
  }
  return { as: (name, run) => running.run(name, run) };
}
