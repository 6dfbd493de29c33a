import { decide } from '../../unit/environment/evaluate.ts';
import { ACCOUNT } from '../policies.ts';
import { type Caller, ROOT } from './callers.ts';
import type { Call, Need } from './calls.ts';
import type { Place } from './places.ts';

/** Whether everything that the call needs is allowed. */
export async function isAllowed(caller: Caller, place: Place, call: Call): Promise<boolean> {
  const decisions = await Promise.all(call.needs.map((need) => decideOn(caller, place, need)));
  return decisions.every((decision) => decision === 'Allowed');
}

const decideOn = ({ principal, policies, context }: Caller, place: Place, need: Need): Promise<string> =>
  decide(
    {
      principal,
      action: need.action,
      resource: need.resource,
      accountId: ACCOUNT,
      context: { ...place.context, ...need.context, ...context },
    },
    { ...policies, ...(!isExempt(principal, need) && { resource: need.policy }) },
  );

/** So that nobody locks themselves out, S3 does not hold this one call of the root user to the bucket's policy. */
const isExempt = (principal: string, { action }: Need): boolean =>
  principal === ROOT && action === 's3:PutBucketPolicy';
