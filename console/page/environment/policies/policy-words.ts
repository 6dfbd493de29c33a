import { deeds, levelOf } from './actions.ts';
import { circumstances, type Known } from './conditions.ts';
import { listing } from './listing.ts';
import { type Principal, type Statement, statementsOf } from './statement.ts';

/** What a document belongs to, by which its words can be shorter. */
export interface PolicyContext extends Known {
  kind: 'bucket policy' | 'key policy' | 'role policy' | 'trust policy';
  /** The bucket of a bucket policy. */
  bucket?: string | undefined;
}

export interface StatementInWords {
  sid: string | undefined;
  sentences: string[];
}

/** What is said of a statement that can't be read. */
const UNTOLD = 'This statement has a form that is not told in words here: read its JSON.';

/**
 * A policy in plain words, statement by statement. It goes by what a statement says, not by its Sid. What is not known
 * is told as it is written: words may be clumsy, but never more or less than the policy says.
 */
export const policyInWords = (document: unknown, context: PolicyContext): StatementInWords[] =>
  statementsOf(document).map((statement) => ({
    sid: statement?.sid,
    sentences: statement && isWhole(statement, context) ? sentencesOf(statement, context) : [UNTOLD],
  }));

/** Only a role's own policy says of itself whom it is about. */
const isWhole = ({ principals }: Statement, { kind }: PolicyContext): boolean =>
  (principals === undefined) === (kind === 'role policy');

function sentencesOf(statement: Statement, context: PolicyContext): string[] {
  const isDenied = statement.effect === 'Deny';
  const { requests, exempt, remarks } = circumstances(statement.conditions, context, isDenied);
  const told = isDenied ? denied(statement, requests, context) : allowed(statement, requests, context);
  // Whom a denial lets off may pass; whom a permission leaves out gets nothing of it.
  const word = isDenied ? 'but for' : 'except in requests of';
  return [`${told}${exempt.length > 0 ? `, ${word} ${listing(exempt)}` : ''}.`, ...remarks];
}

/** `Forbids everybody to write objects in requests that name another KMS key than the environment's key` */
function denied(statement: Statement, requests: readonly string[], context: PolicyContext): string {
  const { actions, except } = statement;
  const where = place(statement, context);
  if (isEverything(statement, context)) {
    const whose = isEverybody(statement) ? '' : ` of ${who(statement)}`;
    return ['Denies all requests', whose.trim(), where, together(requests)].filter(Boolean).join(' ');
  }
  const which = requests.length > 0 ? `in requests ${together(requests)}` : '';
  return [`Forbids ${who(statement)} to ${deeds(actions, except.actions)}`, where, which]
    .filter(Boolean)
    .join(' ');
}

/** `Lets the role decrypt with the environment's key, only in requests through S3 in eu-west-1` */
function allowed(statement: Statement, requests: readonly string[], context: PolicyContext): string {
  const { actions, except, principals } = statement;
  const where = place(statement, context);
  const which = requests.length > 0 ? `, only in requests ${together(requests)}` : '';
  const isAccount = principals?.some(isWholeAccount) && !except.principals;
  const decides = isAccount ? ': its IAM policies decide who in it may' : '';
  const doing = isEverything(statement, context) ? 'do anything' : deeds(actions, except.actions);
  const told = [`Lets ${who(statement)} ${doing}`, where].filter(Boolean).join(' ');
  return `${told}${decides}${which}`;
}

/** All of them, with a comma where an "and" or an "or" stands in one: it must not be taken for the one between them. */
const together = (requests: readonly string[]): string =>
  requests.join(requests.some((one) => / (and|or) /.test(one)) ? ', and ' : ' and ');

const OWN_ACTIONS: Partial<Record<PolicyContext['kind'], string>> = {
  'bucket policy': 's3:*',
  'key policy': 'kms:*',
};

/** Whether it is about everything that can be asked of what the policy belongs to. */
const isEverything = ({ actions, except }: Statement, { kind }: PolicyContext): boolean =>
  !except.actions && (actions.includes('*') || actions.some((action) => action === OWN_ACTIONS[kind]));

const isEverybody = ({ principals, except }: Statement): boolean =>
  !except.principals && principals?.some(({ kind, name }) => kind === 'AWS' && name === '*') === true;

function who(statement: Statement): string {
  const { principals, except } = statement;
  if (!principals) return 'the role';
  if (isEverybody(statement)) return 'everybody';
  return `${except.principals ? 'everybody but ' : ''}${listing(principals.map(named))}`;
}

const ACCOUNT = /^(?:arn:[\w-]+:iam::)?(\d{12})(?::root)?$/;

const isWholeAccount = ({ kind, name }: Principal): boolean => kind === 'AWS' && ACCOUNT.test(name);

const SERVICES: Readonly<Record<string, string>> = {
  'ec2.amazonaws.com': 'EC2',
  'ecs-tasks.amazonaws.com': 'ECS tasks',
  'lambda.amazonaws.com': 'Lambda',
};

function named({ kind, name }: Principal): string {
  if (kind === 'Service') return SERVICES[name] ?? `the AWS service ${name}`;
  if (kind !== 'AWS') return `${kind} ${name}`;
  const [, account] = ACCOUNT.exec(name) ?? [];
  return account ? `the account ${account}` : name;
}

/** On what; empty where it goes without saying: what a bucket's policy denies, it denies in that bucket. */
function place(statement: Statement, context: PolicyContext): string {
  const { resources, except } = statement;
  const { kind, keyArn } = context;
  if (!resources) return '';
  if (except.resources) return `on everything but ${listing(resources)}`;
  if (kind === 'key policy' && resources.join() === '*') return 'with this key';
  if (resources.includes('*')) return 'on any resource';
  if (resources.every((arn) => arn === keyArn)) return "with the environment's key";
  const parts = resources.map(partOf);
  const isOwn =
    kind === 'bucket policy' &&
    context.bucket !== undefined &&
    parts.every((part) => part?.bucket === context.bucket);
  return (
    (isOwn ? placeInOwn(statement, parts, isEverything(statement, context)) : inBuckets(statement, parts)) ??
    `on ${listing(resources)}`
  );
}

interface Part {
  bucket: string;
  level: 'bucket' | 'objects';
}

const S3_ARN = /^arn:[\w-]+:s3:::([^/*?]+)(\/\*)?$/;

/** Which bucket an ARN stands for, or all the objects of which. */
function partOf(arn: string): Part | undefined {
  const [, bucket, objects] = S3_ARN.exec(arn) ?? [];
  return bucket ? { bucket, level: objects ? 'objects' : 'bucket' } : undefined;
}

function placeInOwn(
  { actions, effect }: Statement,
  parts: readonly (Part | undefined)[],
  isAll: boolean,
): string | undefined {
  const levels = new Set(parts.map((part) => part?.level));
  const level = levelOf(actions);
  const here = level === 'bucket' ? 'of this bucket' : effect === 'Deny' ? '' : 'in this bucket';
  if (level !== 'other') return levels.has(level) ? here : undefined;
  if (levels.size === 2) return here;
  const what = levels.has('bucket') ? 'the bucket itself' : 'objects';
  return isAll ? `about ${what}` : `on ${what} only`;
}

/** By the names of the buckets, where the ARNs are of the kind that the actions are about. */
function inBuckets({ actions }: Statement, parts: readonly (Part | undefined)[]): string | undefined {
  const level = levelOf(actions);
  const buckets = parts.flatMap((part) => (part?.level === level ? [part.bucket] : []));
  return buckets.length === parts.length
    ? `${level === 'bucket' ? 'of' : 'in'} ${listing(buckets)}`
    : undefined;
}
