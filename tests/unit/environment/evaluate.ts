import { anonymousPrincipal, runSimulation } from '@cloud-copilot/iam-simulate';
import type { PolicyDocument } from '../../../lib/environment/policies.ts';

/** Stands for a caller who does not sign. */
export const ANONYMOUS = 'anonymous';

export interface Request {
  /** ARN, a service like `logging.s3.amazonaws.com`, or `ANONYMOUS`. */
  principal: string;
  action: string;
  resource: string;
  /** The account that owns the resource. */
  accountId: string;
  context?: Record<string, string | string[]>;
}

export interface Policies {
  /** What the principal itself is allowed. */
  identity?: object;
  /** The principal's permissions boundary. */
  boundary?: object;
  /** The bucket's or the key's policy. */
  resource?: PolicyDocument;
}

/**
 * What IAM decides: `Allowed`, `ExplicitlyDenied` (a deny fired) or `ImplicitlyDenied` (nothing allows it).
 *
 * @throws Error when the evaluator finds the policies or the request invalid
 */
export async function decide(request: Request, { identity, boundary, resource }: Policies): Promise<string> {
  const { accountId, context = {}, ...rest } = request;
  const answer = await runSimulation(
    {
      request: {
        ...rest,
        principal: request.principal === ANONYMOUS ? anonymousPrincipal : request.principal,
        resource: { resource: request.resource, accountId },
        contextVariables: {
          ...(isArn(request.principal) && { 'aws:PrincipalArn': request.principal }),
          ...asEvaluated(context),
        },
      },
      identityPolicies: identity ? [{ name: 'identity', policy: asEvaluated(identity) }] : [],
      ...(boundary && {
        permissionBoundaryPolicies: [{ name: 'boundary', policy: asEvaluated(boundary) }],
      }),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resource && { resourcePolicy: resource }),
    },
    { simulationMode: 'Strict' },
  );
  if (answer.resultType === 'error') throw new Error(JSON.stringify(answer.errors));
  return answer.overallResult;
}

/**
 * The evaluator knows keys that end in anything only where that follows a slash, so it takes this one for unknown. A key
 * that it knows stands in for it, in the policies and in the request.
 */
const ENCRYPTION_CONTEXT = 'kms:EncryptionContext:aws:s3:arn';
const asEvaluated = <T extends object>(value: T): T =>
  JSON.parse(
    JSON.stringify(value).replaceAll(`"${ENCRYPTION_CONTEXT}"`, `"aws:PrincipalTag/${ENCRYPTION_CONTEXT}"`),
  );

const isArn = (principal: string): boolean => principal.startsWith('arn:');
