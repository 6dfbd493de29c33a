import * as z from 'zod/mini';
import { RESOURCE_STATUSES, STATUSES, TRUSTABLE_SERVICES } from '../environment/environment.ts';
import { EVENT_TYPES } from '../environment/event-types.ts';
import { ENVIRONMENT_ID } from '../environment/id.ts';
import { OUTPUT_FORMATS } from '../environment/output-formats.ts';
import { inOurWords } from './words.ts';

inOurWords();

/** The forms of everything that goes in; rules between fields stand in lib/environment/spec.ts. */

const text = (pattern: RegExp, detail: string) => z.string().check(z.regex(pattern, detail));

const optional = <T extends z.ZodMiniType>(schema: T, about: z.core.GlobalMeta) =>
  z.optional(schema).check(z.meta(about));

export const environmentId = text(
  ENVIRONMENT_ID,
  'must be 3 to 32 of a-z, 0-9 and -, begin with a letter, and not end with -',
).check(z.meta({ description: 'Unique among your environments.', examples: ['pr-123'] }));

const bucketName = text(
  /^(?!xn--|sthree-|amzn-s3-demo-)(?!.*(?:-s3alias|--ol-s3|--x-s3|--table-s3)$)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  'must be 3 to 63 of a-z, 0-9 and -, begin and end with a letter or digit, and use no reserved prefix or suffix',
);

const iamName = (longest: number) =>
  text(new RegExp(`^[\\w+=,.@-]{1,${longest}}$`), `must be 1 to ${longest} of letters, digits and _+=,.@-`);

const encryption = z.strictObject({
  algorithm: optional(z.enum(['aws:kms', 'AES256']), {
    description: 'aws:kms makes a key for the environment; AES256 uses the keys of S3.',
    default: 'aws:kms',
  }),
  keyAlias: optional(
    text(
      /^alias\/(?!aws\/)[A-Za-z0-9/_-]{1,250}$/,
      'must be alias/ and up to 250 of letters, digits and /_-, not alias/aws/',
    ),
    { description: 'Left out: derived from the id.' },
  ),
  deletionWindowDays: optional(z.int().check(z.gte(7), z.lte(30)), {
    description: "Days between the environment's deletion and its key's.",
    default: 10,
  }),
});

const storage = z.strictObject({
  bucketPrefix: optional(
    text(/^[a-z0-9][a-z0-9-]{0,42}$/, 'must be up to 43 of a-z, 0-9 and -, and begin with a letter or digit'),
    { description: 'The buckets are initial-<prefix><unique> and final-<prefix><unique>.' },
  ),
  initialBucketName: optional(bucketName, { description: 'Exact name; excludes bucketPrefix.' }),
  finalBucketName: optional(bucketName, { description: 'Exact name; excludes bucketPrefix.' }),
  acl: optional(z.enum(['private']), {
    description: 'Made as BucketOwnerEnforced and Block Public Access.',
    default: 'private',
  }),
  versioning: optional(z.boolean(), { default: true }),
  expireAfterDays: optional(z.int().check(z.gte(1), z.lte(36_500)), {
    description: 'Objects go after so many days, and old versions as many days later.',
  }),
});

const role = z.strictObject({
  name: optional(iamName(64), { description: 'Left out: derived from the id.' }),
  policyName: optional(iamName(128), { description: 'Left out: derived from the id.' }),
  instanceProfileName: optional(iamName(128), { description: 'Left out: derived from the id.' }),
  trustedServices: optional(
    uniqueList(z.enum(TRUSTABLE_SERVICES), { min: 1, max: TRUSTABLE_SERVICES.length }),
    { description: 'Who may hand the role to what it runs.', default: ['ec2.amazonaws.com'] },
  ),
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
const tags = z.record(tagKey, tagValue).check(z.meta({ maxProperties: 40 }));

/** The body of `POST /environments`. */
export const createRequest = z
  .strictObject({
    id: z.optional(environmentId),
    region: optional(z.string(), { description: "One of the deployment's regions." }),
    allowedCidrs: optional(z.array(z.string()).check(z.minLength(1), z.maxLength(50)), {
      description: 'Blocks whose addresses may use the buckets; a bare address is that one host.',
      default: ['0.0.0.0/0', '::/0'],
      examples: [['203.0.113.7']],
    }),
    allowedVpcEndpoints: optional(
      uniqueList(text(/^vpce-[0-9a-f]{8,17}$/, 'must be vpce- and 8 to 17 hexadecimal digits'), {
        min: 0,
        max: 50,
      }),
      { description: 'Endpoints whose traffic, which has no source address, may use the buckets.' },
    ),
    encryption: z.optional(encryption),
    storage: z.optional(storage),
    role: z.optional(role),
    ttl: optional(text(/^[1-9]\d{0,6}[mhd]$/, 'must be a whole number and m, h or d: 90m, 72h, 7d'), {
      description: 'Time to live from now on; excludes expiresAt.',
      examples: ['72h'],
    }),
    expiresAt: optional(
      z.iso.datetime({ offset: true, error: 'must be an RFC 3339 time: 2030-01-31T12:00:00Z' }),
      { description: 'Torn down by itself then; excludes ttl.' },
    ),
    deletionProtection: optional(z.boolean(), { default: false }),
    forceDestroy: optional(z.boolean(), {
      description: 'Every deletion empties the buckets, expiry included.',
      default: false,
    }),
    tags: optional(tags, { description: 'On everything that is made. At most 40.' }),
  })
  .check(z.meta({ id: 'EnvironmentRequest', description: 'What you ask for. Every field is optional.' }));

/** Longer than any ARN. */
const reference = z.optional(z.string().check(z.minLength(1), z.maxLength(2048)));

/** The body of `POST /imports`. */
export const importRequest = z
  .strictObject({
    ...createRequest.shape,
    id: environmentId,
    state: optional(
      z.union([z.string(), z.looseObject({})], {
        error: 'must be a terraform.tfstate: an object, or its text',
      }),
      { description: 'A terraform.tfstate of version 4, as JSON or as text; it is not kept.' },
    ),
    resources: optional(
      z.strictObject({
        key: z.nullable(reference),
        alias: z.nullable(reference),
        initialBucket: reference,
        finalBucket: reference,
        role: z.nullable(reference),
        instanceProfile: z.nullable(reference),
        policies: optional(
          z
            .array(text(/^arn:[\w-]+:iam::\d{12}:policy\/.+$/, 'must be the ARN of a policy of your own'))
            .check(z.maxLength(20)),
          {
            description: 'Managed policies of the role that are deleted if nothing else uses them.',
          },
        ),
      }),
      {
        description:
          'Which resource is what, by id, ARN or address in the state. Needed without a state, and where the state leaves it open. null: what the state has of it is left alone, and another is made (a key only if encryption.algorithm is said to be aws:kms).',
      },
    ),
  })
  .check(
    z.meta({
      id: 'ImportRequest',
      description:
        'What to take over. The other fields of an environment say what is to be otherwise than it is.',
    }),
  );

/** Every field of it may also be null, which takes it away. */
const nullable = <T extends z.ZodMiniObject>(schema: T) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(schema.shape).map(([name, field]) => [name, z.nullable(field as z.ZodMiniType)]),
    ),
  );

/** It can't be changed; one that was taken over may be called as no new one can. */
const presentName = z.optional(z.string().check(z.minLength(3), z.maxLength(255)));

/** The body of `PATCH /environments/{id}`. */
export const patchRequest = z
  .strictObject({
    ...nullable(createRequest).shape,
    id: z.optional(environmentId),
    encryption: z.optional(z.nullable(nullable(encryption))),
    storage: z.optional(
      z.nullable(
        nullable(z.extend(storage, { initialBucketName: presentName, finalBucketName: presentName })),
      ),
    ),
    role: z.optional(z.nullable(nullable(role))),
    tags: z.optional(z.nullable(z.record(tagKey, z.nullable(tagValue)))),
  })
  .check(
    z.meta({
      id: 'EnvironmentPatch',
      description:
        'A JSON merge patch: what is left out stays, null takes away or sets the default. Of the rest, what can never change may be given with its present value only.',
    }),
  );

/** `Idempotency-Key`. */
export const idempotencyKey = text(/^[\x20-\x7e]{1,255}$/, 'must be 1 to 255 printable ASCII characters');

/** Text of digits as its number; not what else JavaScript takes for one. */
const wholeNumber = (text: unknown): unknown => (/^\d{1,9}$/.test(String(text)) ? Number(text) : text);

/** The query of `GET /environments`, without its `tag.KEY` parameters. */
export const listQuery = z.strictObject({
  limit: limit(20, 'Environments on a page.'),
  pageToken: optional(z.string(), { description: 'From the page before.' }),
  status: optional(z.enum(STATUSES), { description: 'Only these. Left out: all but DELETED.' }),
});

const dryRun = optional(z.enum(['true', 'false']), {
  description: 'true answers with a plan and changes nothing.',
  default: 'false',
});

/** The query of `POST /environments` and of `PATCH /environments/{id}`. */
export const planQuery = z.strictObject({ dryRun });

/** The query of `GET /environments/{id}/outputs`. */
export const outputsQuery = z.strictObject({
  format: optional(z.enum(OUTPUT_FORMATS), { description: 'Goes before Accept.', default: 'json' }),
});

/** The query of `GET /environments/{id}/events`. */
export const eventsQuery = z.strictObject({
  limit: limit(50, 'Events on a page.'),
  type: optional(z.enum(EVENT_TYPES), { description: 'Only these.' }),
  pageToken: optional(z.string(), { description: 'From the page before.' }),
});

/** The query of `DELETE /environments/{id}`. */
export const deleteQuery = z.strictObject({
  dryRun,
  evenIfProtected: optional(z.enum(['true', 'false']), {
    description: 'true deletes one that is protected, too. Only an admin may say so.',
    default: 'false',
  }),
  force: optional(z.enum(['true', 'false']), { description: 'true empties the buckets.', default: 'false' }),
  retain: optional(z.enum(['true', 'false']), {
    description: 'true leaves everything at AWS as it is, without the ownership tags; excludes force.',
    default: 'false',
  }),
});

export const status = z.enum(STATUSES);
export const resourceStatus = z.enum(RESOURCE_STATUSES);

function limit(byDefault: number, description: string) {
  return optional(
    z.pipe(
      z.transform(wholeNumber),
      z.int({ error: 'must be a number from 1 to 100' }).check(z.gte(1), z.lte(100)),
    ),
    { description, default: byDefault },
  );
}

function uniqueList<T extends z.ZodMiniType<string>>(item: T, { min, max }: { min: number; max: number }) {
  return z.array(item).check(
    z.minLength(min),
    z.maxLength(max),
    z.refine((list) => new Set(list).size === list.length, 'must not name one twice'),
    z.meta({ uniqueItems: true }),
  );
}
