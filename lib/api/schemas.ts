import * as z from 'zod';
import { RESOURCE_STATUSES, STATUSES, TRUSTABLE_SERVICES } from '../environment/environment.ts';
import { EVENT_TYPES } from '../environment/events.ts';
import { ENVIRONMENT_ID } from '../environment/id.ts';
import { OUTPUT_FORMATS } from '../environment/output-formats.ts';
import { inOurWords } from './words.ts';

inOurWords();

/** The forms of everything that goes in; rules between fields stand in lib/environment/spec.ts. */

const text = (pattern: RegExp, detail: string) => z.string().regex(pattern, detail);

export const environmentId = text(
  ENVIRONMENT_ID,
  'must be 3 to 32 of a-z, 0-9 and -, begin with a letter, and not end with -',
).meta({ description: 'Unique among your environments.', examples: ['pr-123'] });

const bucketName = text(
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|--x-s3|--table-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  'must be 3 to 63 of a-z, 0-9 and -, begin and end with a letter or digit, and use no reserved prefix or suffix',
);

const iamName = (longest: number) =>
  text(new RegExp(`^[\\w+=,.@-]{1,${longest}}$`), `must be 1 to ${longest} of letters, digits and _+=,.@-`);

const encryption = z.strictObject({
  algorithm: z.enum(['aws:kms', 'AES256']).optional().meta({
    description: 'aws:kms makes a key for the environment; AES256 uses the keys of S3.',
    default: 'aws:kms',
  }),
  keyAlias: text(
    /^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/,
    'must be alias/ and up to 250 of letters, digits and /_-, not alias/aws/',
  )
    .optional()
    .meta({ description: 'Left out: derived from the id.' }),
  deletionWindowDays: z
    .int()
    .min(7)
    .max(30)
    .optional()
    .meta({ description: "Days between the environment's deletion and its key's.", default: 10 }),
});

const storage = z.strictObject({
  bucketPrefix: text(
    /^[a-z0-9][a-z0-9-]{0,42}$/,
    'must be up to 43 of a-z, 0-9 and -, and begin with a letter or digit',
  )
    .optional()
    .meta({ description: 'The buckets are initial-<prefix><unique> and final-<prefix><unique>.' }),
  initialBucketName: bucketName.optional().meta({ description: 'Exact name; excludes bucketPrefix.' }),
  finalBucketName: bucketName.optional().meta({ description: 'Exact name; excludes bucketPrefix.' }),
  acl: z
    .enum(['private'])
    .optional()
    .meta({ description: 'Made as BucketOwnerEnforced and Block Public Access.', default: 'private' }),
  versioning: z.boolean().optional().meta({ default: true }),
  expireAfterDays: z
    .int()
    .min(1)
    .max(36_500)
    .optional()
    .meta({ description: 'Objects go after so many days, and old versions as many days later.' }),
});

const role = z.strictObject({
  name: iamName(64).optional().meta({ description: 'Left out: derived from the id.' }),
  policyName: iamName(128).optional().meta({ description: 'Left out: derived from the id.' }),
  instanceProfileName: iamName(128).optional().meta({ description: 'Left out: derived from the id.' }),
  trustedServices: uniqueList(z.enum(TRUSTABLE_SERVICES), { min: 1, max: TRUSTABLE_SERVICES.length })
    .optional()
    .meta({ description: 'Who may hand the role to what it runs.', default: ['ec2.amazonaws.com'] }),
});

const TAG_TEXT = '[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]';
export const tagKey = text(
  new RegExp(`^${TAG_TEXT}{1,128}$`, 'u'),
  'keys must be 1 to 128 of letters, digits, spaces and _.:/=+-@',
);
export const tagValue = text(
  new RegExp(`^${TAG_TEXT}{0,256}$`, 'u'),
  'must be up to 256 of letters, digits, spaces and _.:/=+-@',
);
const tags = z.record(tagKey, tagValue).meta({ maxProperties: 40 });

/** The body of `POST /environments`. */
export const createRequest = z
  .strictObject({
    id: environmentId.optional(),
    region: z.string().optional().meta({ description: "One of the deployment's regions." }),
    allowedCidrs: z
      .array(z.string())
      .min(1)
      .max(50)
      .optional()
      .meta({
        description: 'Blocks whose addresses may use the buckets; a bare address is that one host.',
        default: ['0.0.0.0/0', '::/0'],
        examples: [['203.0.113.7']],
      }),
    allowedVpcEndpoints: uniqueList(
      text(/^vpce-[0-9a-f]{8,17}$/, 'must be vpce- and 8 to 17 hexadecimal digits'),
      { min: 0, max: 50 },
    )
      .optional()
      .meta({ description: 'Endpoints whose traffic, which has no source address, may use the buckets.' }),
    encryption: encryption.optional(),
    storage: storage.optional(),
    role: role.optional(),
    ttl: text(/^[1-9]\d{0,6}[mhd]$/, 'must be a whole number and m, h or d: 90m, 72h, 7d')
      .optional()
      .meta({ description: 'Time to live from now on; excludes expiresAt.', examples: ['72h'] }),
    expiresAt: z.iso
      .datetime({ offset: true, error: 'must be an RFC 3339 time: 2030-01-31T12:00:00Z' })
      .optional()
      .meta({ description: 'Torn down by itself then; excludes ttl.' }),
    deletionProtection: z.boolean().optional().meta({ default: false }),
    forceDestroy: z
      .boolean()
      .optional()
      .meta({ description: 'Every deletion empties the buckets, expiry included.', default: false }),
    tags: tags.optional().meta({ description: 'On everything that is made. At most 40.' }),
  })
  .meta({ id: 'EnvironmentRequest', description: 'What you ask for. Every field is optional.' });

/** Longer than any ARN. */
const reference = z.string().min(1).max(2048).optional();

/** The body of `POST /imports`. */
export const importRequest = z
  .strictObject({
    ...createRequest.shape,
    id: environmentId,
    state: z
      .union([z.string(), z.looseObject({})], {
        error: 'must be a terraform.tfstate: an object, or its text',
      })
      .optional()
      .meta({ description: 'A terraform.tfstate of version 4, as JSON or as text; it is not kept.' }),
    resources: z
      .strictObject({
        key: reference.nullable(),
        alias: reference.nullable(),
        initialBucket: reference,
        finalBucket: reference,
        role: reference.nullable(),
        instanceProfile: reference.nullable(),
        policies: z
          .array(text(/^arn:[\w-]+:iam::\d{12}:policy\/.+$/, 'must be the ARN of a policy of your own'))
          .max(20)
          .optional()
          .meta({ description: 'Managed policies of the role that are deleted if nothing else uses them.' }),
      })
      .optional()
      .meta({
        description:
          'Which resource is what, by id, ARN or address in the state. Needed without a state, and where the state leaves it open. null: what the state has of it is left alone, and another is made (a key only if encryption.algorithm is said to be aws:kms).',
      }),
  })
  .meta({
    id: 'ImportRequest',
    description:
      'What to take over. The other fields of an environment say what is to be otherwise than it is.',
  });

/** Every field of it may also be null, which takes it away. */
const nullable = <T extends z.ZodObject>(schema: T) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(schema.shape).map(([name, field]) => [name, (field as z.ZodType).nullable()]),
    ),
  );

/** It can't be changed; one that was taken over may be called as no new one can. */
const presentName = z.string().min(3).max(255).optional();

/** The body of `PATCH /environments/{id}`. */
export const patchRequest = z
  .strictObject({
    ...nullable(createRequest).shape,
    id: environmentId.optional(),
    encryption: nullable(encryption).nullable().optional(),
    storage: nullable(storage.extend({ initialBucketName: presentName, finalBucketName: presentName }))
      .nullable()
      .optional(),
    role: nullable(role).nullable().optional(),
    tags: z.record(tagKey, tagValue.nullable()).nullable().optional(),
  })
  .meta({
    id: 'EnvironmentPatch',
    description:
      'A JSON merge patch: what is left out stays, null takes away or sets the default. Of the rest, what can never change may be given with its present value only.',
  });

/** `Idempotency-Key`. */
export const idempotencyKey = text(/^[\x20-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters');

/** Text of digits as its number; not what else JavaScript takes for one. */
const wholeNumber = (text: unknown): unknown => (/^\d{1,9}$/.test(String(text)) ? Number(text) : text);

/** The query of `GET /environments`, without its `tag.KEY` parameters. */
export const listQuery = z.strictObject({
  limit: limit(20, 'Environments on a page.'),
  pageToken: z.string().optional().meta({ description: 'From the page before.' }),
  status: z.enum(STATUSES).optional().meta({ description: 'Only these. Left out: all but DELETED.' }),
});

const dryRun = z
  .enum(['true', 'false'])
  .optional()
  .meta({ description: 'true answers with a plan and changes nothing.', default: 'false' });

/** The query of `POST /environments` and of `PATCH /environments/{id}`. */
export const planQuery = z.strictObject({ dryRun });

/** The query of `GET /environments/{id}/outputs`. */
export const outputsQuery = z.strictObject({
  format: z.enum(OUTPUT_FORMATS).optional().meta({ description: 'Goes before Accept.', default: 'json' }),
});

/** The query of `GET /environments/{id}/events`. */
export const eventsQuery = z.strictObject({
  limit: limit(50, 'Events on a page.'),
  type: z.enum(EVENT_TYPES).optional().meta({ description: 'Only these.' }),
  pageToken: z.string().optional().meta({ description: 'From the page before.' }),
});

/** The query of `DELETE /environments/{id}`. */
export const deleteQuery = z.strictObject({
  dryRun,
  evenIfProtected: z.enum(['true', 'false']).optional().meta({
    description: 'true deletes one that is protected, too. Only an admin may say so.',
    default: 'false',
  }),
  force: z
    .enum(['true', 'false'])
    .optional()
    .meta({ description: 'true empties the buckets.', default: 'false' }),
  retain: z.enum(['true', 'false']).optional().meta({
    description: 'true leaves everything at AWS as it is, without the ownership tags; excludes force.',
    default: 'false',
  }),
});

export const status = z.enum(STATUSES);
export const resourceStatus = z.enum(RESOURCE_STATUSES);

function limit(byDefault: number, description: string) {
  return z
    .preprocess(wholeNumber, z.int({ error: 'must be a number from 1 to 100' }).min(1).max(100))
    .optional()
    .meta({ description, default: byDefault });
}

function uniqueList<T extends z.ZodType<string>>(item: T, { min, max }: { min: number; max: number }) {
  return z
    .array(item)
    .min(min)
    .max(max)
    .refine((list) => new Set(list).size === list.length, 'must not name one twice')
    .meta({ uniqueItems: true });
}
