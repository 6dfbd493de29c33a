import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import type { EnvironmentRecord } from './environment/environment.ts';
import type { LastLook, Look, Sighting } from './provisioning/compare.ts';
import { within } from './timeouts.ts';

/** The part of a record that says what must exist and what is known of it. */
export type Subject = Pick<
  EnvironmentRecord,
  'tenant' | 'id' | 'uid' | 'spec' | 'resources' | 'retiredPolicies'
>;

/** What is to be looked at: everything as it is, as desired, or as a deletion would find it. */
export type Question =
  | { subject: Subject; as: 'it is' }
  | { subject: Subject; as: 'present' }
  | { subject: Subject; as: 'absent'; force: boolean; kept: readonly string[] };

/** Asks the one function that may look into the account. It only reads. */
export interface Observer {
  /** What is there. */
  sight(subject: Subject): Promise<Sighting[]>;
  /** What making AWS as desired would meet. */
  present(subject: Subject): Promise<Look[]>;
  /**
   * What deleting would meet.
   *
   * @param manner `force`: as if the buckets may be emptied; `kept`: logical ids of what would be left
   */
  absent(subject: Subject, manner: { force: boolean; kept: readonly string[] }): Promise<LastLook[]>;
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
    sight: (subject) => ask({ subject, as: 'it is' }),
    present: (subject) => ask({ subject, as: 'present' }),
    absent: (subject, manner) => ask({ subject, as: 'absent', ...manner }),
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
  new LambdaClient({ maxAttempts: 1, requestHandler: within(1_000, 25_000) });
