import type { Configuration } from './configuration.ts';
import { environmentFor, type Target } from './credentials.ts';
import type { Stack } from './stack.ts';

export interface Deployed {
  configuration: Pick<Configuration, 'service'>;
  stack: Stack;
  target: Target;
}

/** The variables by which functions find what was made for them, on top of those for this target. */
export function functionEnvironment(
  { configuration, stack, target }: Deployed,
  env: NodeJS.ProcessEnv,
): NodeJS.ProcessEnv {
  const role = (name: string) =>
    `arn:aws:iam::${stack.accountId}:role/${configuration.service}-local-${name}`;
  return {
    ...environmentFor(target, env),
    ACCOUNT_ID: stack.accountId,
    TABLE_NAME: stack.tableName,
    EVENTS_TABLE_NAME: stack.eventsTableName,
    LIMITS_TABLE_NAME: stack.limitsTableName,
    QUEUE_URL: stack.queueUrl,
    DEAD_LETTER_QUEUE_URL: stack.deadLetterQueueUrl,
    PROVISIONER_ARN: role('provisioner'),
    OBSERVER_ARN: role('observer'),
    BOUNDARY_ARN: stack.boundaryArn,
  };
}
