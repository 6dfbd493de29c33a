import * as z from 'zod/mini';
import { EVENT_TYPES } from '../environment/event-types.ts';
import { PLANNED_ACTIONS, type PlannedAction } from '../environment/plan.ts';
import { PROBLEMS, type ProblemBody, type ProblemCode } from './problem.ts';
import { environmentId, resourceStatus, status } from './schemas.ts';

/** The forms of everything that goes out; the tests hold real answers against them. */

const time = z.iso.datetime();
const named = z.strictObject({ name: z.string(), arn: z.string() });

const awsFailure = z.strictObject({
  service: z.string(),
  operation: z.string(),
  code: z.string(),
  requestId: z.optional(z.string()),
});

const resourceError = z
  .strictObject({
    code: z.string(),
    message: z.string(),
    retryable: z.boolean(),
    aws: z.optional(awsFailure),
  })
  .check(z.meta({ id: 'ResourceError' }));

const resource = z
  .strictObject({
    logicalId: z.string(),
    type: z.string(),
    physicalId: z.optional(z.string()),
    arn: z.optional(z.string()),
    status: resourceStatus,
    progress: z
      .optional(
        z.strictObject({ objectVersions: z.optional(z.int()), unfinishedUploads: z.optional(z.int()) }),
      )
      .check(z.meta({ description: 'What a forced deletion has removed from a bucket so far.' })),
    error: z.optional(resourceError),
  })
  .check(z.meta({ id: 'Resource' }));

const condition = z
  .strictObject({
    type: z.enum(['Ready', 'Progressing']),
    status: z.enum(['True', 'False']),
    reason: z.string(),
    message: z.string(),
    lastTransitionTime: time,
  })
  .check(z.meta({ id: 'Condition' }));

export const outputs = z
  .strictObject({
    region: z.string(),
    buckets: z.strictObject({ initial: z.optional(named), final: z.optional(named) }),
    kmsKeyId: z.optional(z.string()),
    kmsKeyArn: z.optional(z.string()),
    kmsKeyAlias: z.optional(z.string()),
    roleName: z.optional(z.string()),
    roleArn: z.optional(z.string()),
    instanceProfileName: z.optional(z.string()),
    instanceProfileArn: z.optional(z.string()),
  })
  .check(z.meta({ id: 'Outputs', description: 'Each as soon as it is known; complete when READY.' }));

const spec = z
  .strictObject({
    region: z.string(),
    allowedCidrs: z.array(z.string()),
    allowedVpcEndpoints: z.array(z.string()),
    encryption: z.strictObject({
      algorithm: z.enum(['aws:kms', 'AES256']),
      keyAlias: z.optional(z.string()),
      deletionWindowDays: z.optional(z.int()),
    }),
    storage: z.strictObject({
      bucketPrefix: z.optional(z.string()),
      initialBucketName: z.optional(z.string()),
      finalBucketName: z.optional(z.string()),
      acl: z.literal('private'),
      versioning: z.boolean(),
      expireAfterDays: z.optional(z.int()),
    }),
    role: z.strictObject({
      name: z.optional(z.string()),
      policyName: z.optional(z.string()),
      instanceProfileName: z.optional(z.string()),
      trustedServices: z.array(z.string()),
    }),
    expiresAt: z.optional(time),
    deletionProtection: z.boolean(),
    forceDestroy: z.boolean(),
    tags: z.record(z.string(), z.string()),
  })
  .check(z.meta({ id: 'Spec', description: 'What was asked for, defaults filled in.' }));

const warning = z.strictObject({ code: z.string(), message: z.string() });

const driftSummary = z
  .strictObject({
    checkedAt: time,
    differences: z.array(z.strictObject({ logicalId: z.string(), aspect: z.string() })),
    unclear: z.array(z.strictObject({ logicalId: z.string(), message: z.string() })),
    repairedAt: z.optional(time),
  })
  .check(z.meta({ id: 'DriftSummary', description: 'What the last periodic look for drift told.' }));

export const environment = z
  .strictObject({
    id: environmentId,
    tenant: z.string().check(z.meta({ description: 'Whose it is: an account, or a claim of a token.' })),
    status,
    statusReason: z.optional(z.string()).check(z.meta({ description: 'Why it is not as desired.' })),
    generation: z.int().check(z.meta({ description: 'Counts changes of what is desired.' })),
    observedGeneration: z.int().check(z.meta({ description: 'The last one fully applied.' })),
    spec,
    outputs,
    resources: z.array(resource),
    conditions: z.array(condition),
    warnings: z.array(warning),
    createdAt: time,
    updatedAt: time,
    readyAt: z.optional(time),
    expiresAt: z.optional(time),
    deletedAt: z.optional(time),
    restoredAt: z.optional(time),
    drift: z.optional(driftSummary),
    createdBy: z.string(),
    links: z.strictObject({ self: z.string() }),
  })
  .check(z.meta({ id: 'Environment' }));

export const environmentList = z
  .strictObject({ items: z.array(environment), nextPageToken: z.optional(z.string()) })
  .check(z.meta({ id: 'EnvironmentList' }));

/** A value of an aspect, whatever it is. */
const anything = z.unknown();

export const plan = z
  .strictObject({
    id: environmentId,
    request: z.enum(['create', 'update', 'delete', 'import']),
    changes: z.array(z.string()).check(
      z.meta({
        description: 'Fields of the spec that would change, also those of which AWS knows nothing.',
      }),
    ),
    spec: z.optional(spec).check(z.meta({ description: 'Of an import: what is desired from then on.' })),
    expiresAt: z.optional(time),
    warnings: z.array(warning),
    summary: z
      .strictObject(
        Object.fromEntries(PLANNED_ACTIONS.map((action) => [action, z.int()])) as Record<
          PlannedAction,
          z.ZodMiniNumberFormat
        >,
      )
      .check(z.meta({ description: 'How many resources there are of each action.' })),
    resources: z.array(
      z.strictObject({
        logicalId: z.string(),
        type: z.string(),
        name: z.optional(z.string()),
        physicalId: z.optional(z.string()),
        action: z.enum(PLANNED_ACTIONS).check(
          z.meta({
            description:
              "adopt: it is taken over; retain: it is left as it is; taken: the name is somebody else's; refused: it can't be taken over; blocked: something speaks against deleting it; unclear: it could not be looked at.",
          }),
        ),
        aspects: z.array(
          z.strictObject({ aspect: z.string(), before: z.optional(anything), after: anything }),
        ),
        error: z.optional(resourceError),
      }),
    ),
  })
  .check(z.meta({ id: 'Plan', description: 'What the request would do. Nothing was changed.' }));

const block = z.record(z.string(), z.unknown());

export const terraformConfiguration = z
  .strictObject({
    terraform: block,
    provider: block,
    resource: z.record(z.string(), z.record(z.string(), block)),
    import: z.array(z.strictObject({ to: z.string(), id: z.string() })),
    output: z.record(z.string(), z.strictObject({ value: z.string() })),
  })
  .check(z.meta({ id: 'TerraformConfiguration', description: "In Terraform's JSON syntax." }));

export const environmentOrPlan = z.union([environment, plan]).check(z.meta({ id: 'EnvironmentOrPlan' }));

export const drift = z
  .strictObject({
    id: environmentId,
    status,
    generation: z.int(),
    checkedAt: time,
    inSync: z.boolean(),
    differences: z.array(
      z.strictObject({
        logicalId: z.string(),
        aspect: z.string(),
        desired: anything,
        observed: anything.check(z.meta({ description: 'null: nothing was there.' })),
      }),
    ),
    unclear: z
      .array(z.strictObject({ logicalId: z.string(), error: resourceError }))
      .check(z.meta({ description: 'What could not be looked at.' })),
  })
  .check(z.meta({ id: 'Drift', description: 'What AWS has otherwise than desired.' }));

const event = z
  .strictObject({
    id: z.string(),
    time,
    type: z.enum(EVENT_TYPES),
    message: z.string(),
    actor: z.string().check(z.meta({ description: 'Who asked for what led to it.' })),
    generation: z.int(),
    data: z.record(z.string(), z.unknown()),
  })
  .check(z.meta({ id: 'Event' }));

export const eventList = z
  .strictObject({ items: z.array(event), nextPageToken: z.optional(z.string()) })
  .check(z.meta({ id: 'EventList' }));

export const gatewayMessage = z
  .strictObject({ message: z.string() })
  .check(z.meta({ id: 'GatewayMessage', description: 'What API Gateway answers with by itself.' }));

export const health = z
  .strictObject({ status: z.literal('ok'), version: z.string() })
  .check(z.meta({ id: 'Health' }));

const problemExample: ProblemBody = {
  type: 'urn:groundwork:problem:validation-failed',
  title: PROBLEMS['validation-failed'].title,
  status: PROBLEMS['validation-failed'].status,
  detail: 'There is one mistake.',
  instance: '/environments',
  code: 'validation-failed',
  requestId: '2f1c6a34-5b0e-4a55-9d0e-6a2c1b7f8e90',
  retryable: PROBLEMS['validation-failed'].retryable,
  errors: [{ pointer: '/colour', detail: 'is not known' }],
};

export const problem = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string(),
    code: z.enum(Object.keys(PROBLEMS) as [ProblemCode, ...ProblemCode[]]),
    requestId: z.string(),
    retryable: z.boolean(),
    nextAction: z.optional(z.string()),
    errors: z
      .optional(z.array(z.strictObject({ pointer: z.string(), detail: z.string() })))
      .check(z.meta({ description: 'Every mistake, with a JSON pointer into body, /query or /headers.' })),
    aws: z.optional(awsFailure).check(z.meta({ description: 'The AWS call that failed.' })),
  })
  .check(z.meta({ id: 'Problem', description: 'RFC 9457.', examples: [problemExample] }));
