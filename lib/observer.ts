import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { EnvironmentRecord } from './environment/environment.ts';
import type { LastLook, Look } from './provisioning/compare.ts';

/** The part of a record that says what must exist and what is known of it. */
export type Subject = Pick<EnvironmentRecord, 'tenant' | 'id' | 'uid' | 'spec' | 'resources'>;

/** What is to be looked at: everything as desired, or as a deletion would find it. */
export type Question =
  | { subject: Subject; as: 'present' }
  | { subject: Subject; as: 'absent'; force: boolean };

/** Asks the one function that may look into the account. It only reads. */
export interface Observer {
  /** What making AWS as desired would meet. */
  present(subject: Subject): Promise<Look[]>;
  /** What deleting would meet. @param force as if the buckets may be emptied */
  absent(subject: Subject, force: boolean): Promise<LastLook[]>;
}

/** @throws Error when the function fails or does not answer in time */
export function observer(client: LambdaClient, functionName: string): Observer {
  const ask = async <T>(question: Question): Promise<T> => {
    const { Payload, FunctionError } = await client.send(
      new InvokeCommand({ FunctionName: functionName, Payload: JSON.stringify(question) }),
    );
    const answer = Payload && Buffer.from(Payload).toString();
    if (FunctionError || !answer) throw failure(`${functionName}: ${FunctionError}: ${answer}`);
    return JSON.parse(answer);
  };
  return {
    present: (subject) => ask({ subject, as: 'present' }),
    absent: (subject, force) => ask({ subject, as: 'absent', force }),
  };
}

/** One that ran out of time may do better when it is asked again. */
function failure(message: string): Error {
  const error = new Error(message);
  if (/timed ?out/i.test(message)) error.name = 'TimeoutError';
  return error;
}

/** API Gateway gives up after 30 seconds; a look that takes longer is of no use. */
export const lambdaClient = (): LambdaClient =>
  new LambdaClient({ maxAttempts: 1, requestHandler: { connectionTimeout: 1_000, requestTimeout: 25_000 } });
