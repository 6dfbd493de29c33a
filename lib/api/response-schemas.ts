import * as z from 'zod';
import { PROBLEMS, type ProblemBody, type ProblemCode } from './problem.ts';
import { environmentId, resourceStatus, status } from './schemas.ts';

/** The forms of everything that goes out; the tests hold real answers against them. */

const time = z.iso.datetime();
const named = z.strictObject({ name: z.string(), arn: z.string() });

const awsFailure = z.strictObject({
  service: z.string(),
  operation: z.string(),
  code: z.string(),
  requestId: z.string().optional(),
});

const resource = z
  .strictObject({
    logicalId: z.string(),
    type: z.string(),
    physicalId: z.string().optional(),
    arn: z.string().optional(),
    status: resourceStatus,
    error: z
      .strictObject({
        code: z.string(),
        message: z.string(),
        retryable: z.boolean(),
        aws: awsFailure.optional(),
      })
      .optional(),
  })
  .meta({ id: 'Resource' });

const condition = z
  .strictObject({
    type: z.enum(['Ready', 'Progressing']),
    status: z.enum(['True', 'False']),
    reason: z.string(),
    message: z.string(),
    lastTransitionTime: time,
  })
  .meta({ id: 'Condition' });

const outputs = z
  .strictObject({
    region: z.string(),
    buckets: z.strictObject({ initial: named.optional(), final: named.optional() }),
    kmsKeyId: z.string().optional(),
    kmsKeyArn: z.string().optional(),
    kmsKeyAlias: z.string().optional(),
    roleName: z.string().optional(),
    roleArn: z.string().optional(),
    instanceProfileName: z.string().optional(),
    instanceProfileArn: z.string().optional(),
  })
  .meta({ id: 'Outputs', description: 'Each as soon as it is known; complete when READY.' });

const spec = z
  .strictObject({
    region: z.string(),
    allowedCidrs: z.array(z.string()),
    allowedVpcEndpoints: z.array(z.string()),
    encryption: z.strictObject({
      algorithm: z.enum(['aws:kms', 'AES256']),
      keyAlias: z.string().optional(),
      deletionWindowDays: z.int().optional(),
    }),
    storage: z.strictObject({
      bucketPrefix: z.string().optional(),
      initialBucketName: z.string().optional(),
      finalBucketName: z.string().optional(),
      acl: z.literal('private'),
      versioning: z.boolean(),
      expireAfterDays: z.int().optional(),
    }),
    role: z.strictObject({
      name: z.string().optional(),
      policyName: z.string().optional(),
      instanceProfileName: z.string().optional(),
      trustedServices: z.array(z.string()),
    }),
    deletionProtection: z.boolean(),
    forceDestroy: z.boolean(),
    tags: z.record(z.string(), z.string()),
  })
  .meta({ id: 'Spec', description: 'What was asked for, defaults filled in.' });

export const environment = z
  .strictObject({
    id: environmentId,
    status,
    statusReason: z.string().optional().meta({ description: 'Why it is not as desired.' }),
    generation: z.int().meta({ description: 'Counts changes of what is desired.' }),
    observedGeneration: z.int().meta({ description: 'The last one fully applied.' }),
    spec,
    outputs,
    resources: z.array(resource),
    conditions: z.array(condition),
    warnings: z.array(z.strictObject({ code: z.string(), message: z.string() })),
    createdAt: time,
    updatedAt: time,
    readyAt: time.optional(),
    expiresAt: time.optional(),
    deletedAt: time.optional(),
    createdBy: z.string(),
    links: z.strictObject({ self: z.string() }),
  })
  .meta({ id: 'Environment' });

export const environmentList = z
  .strictObject({ items: z.array(environment), nextPageToken: z.string().optional() })
  .meta({ id: 'EnvironmentList' });

export const health = z.strictObject({ status: z.literal('ok'), version: z.string() }).meta({ id: 'Health' });

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
    nextAction: z.string().optional(),
    errors: z
      .array(z.strictObject({ pointer: z.string(), detail: z.string() }))
      .optional()
      .meta({ description: 'Every mistake, with a JSON pointer into body, /query or /headers.' }),
    aws: awsFailure.optional().meta({ description: 'The AWS call that failed.' }),
  })
  .meta({ id: 'Problem', description: 'RFC 9457.', examples: [problemExample] });
