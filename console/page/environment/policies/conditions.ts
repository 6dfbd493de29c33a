import { listing } from './listing.ts';
import type { Condition } from './statement.ts';

/** Conditions in words. All of them must hold. */
export interface Circumstances {
  /** Each fits behind "requests": `from outside 203.0.113.7/32`. */
  requests: string[];
  /** Whom it is not about, each a noun: `AWS services acting for somebody`. */
  exempt: string[];
  /** What is easily overlooked, as whole sentences. */
  remarks: string[];
}

/** What somebody who knows the environment can say of what a policy names. */
export interface Known {
  /** The environment's key. */
  keyArn?: string | undefined;
  /** The account that it is in, and groundwork as well. */
  accountId?: string | undefined;
}

const KEY = 's3:x-amz-server-side-encryption-aws-kms-key-id';
const ALGORITHM = 's3:x-amz-server-side-encryption';
const CALLERS_KEY = 's3:x-amz-server-side-encryption-customer-algorithm';
const ADDRESS = 'aws:sourceip';
const ENDPOINT = 'aws:sourcevpce';

/** What a request may say of its encryption: how to tell that it does, or that it says something certain. */
const SAID: Readonly<Record<string, { says: string; saysNot: string; exactly?: readonly [string, string] }>> =
  {
    [KEY]: {
      says: 'that name a KMS key',
      saysNot: 'that name no KMS key',
      exactly: ['name', 'KMS key'],
    },
    [ALGORITHM]: {
      says: 'that ask for an encryption',
      saysNot: 'that ask for no encryption',
      exactly: ['ask for', 'encryption'],
    },
    [CALLERS_KEY]: {
      says: 'that bring a key of their own along (SSE-C)',
      saysNot: 'that bring no key of their own along (SSE-C)',
    },
  };

/**
 * What a statement's conditions ask of a request. A condition that is not known stands as it is written.
 *
 * @param isDenied whether it denies: what it is easy to overlook then
 */
export function circumstances(
  conditions: readonly Condition[],
  known: Known,
  isDenied: boolean,
): Circumstances {
  const all = conditions.map((condition) => ({ ...condition, key: condition.key.toLowerCase() }));
  const requests: string[] = [];
  const exempt: string[] = [];
  const remarks: string[] = [];
  for (const [index, condition] of all.entries()) {
    const whom = exemption(condition, known);
    const request = address(condition) ?? way(condition) ?? encryption(condition, all, known);
    if (whom) exempt.push(whom);
    else if (request !== '') requests.push(request ?? asWritten(conditions[index] ?? condition));
    if (isDenied && isOutside(condition)) remarks.push(aboutEndpoints(condition, all));
  }
  return { requests, exempt: gathered(exempt), remarks };
}

const isOutside = ({ operator, key }: Condition): boolean => operator === 'NotIpAddress' && key === ADDRESS;

/** From where a request comes. */
function address(condition: Condition): string | undefined {
  const { operator, key, values } = condition;
  if (isOutside(condition)) {
    return isAnyAddress(values) ? 'without a source address' : `from outside ${blocks(values)}`;
  }
  if (key === ADDRESS && operator === 'IpAddress') return `from ${blocks(values, 'or')}`;
  if (key !== ENDPOINT) return undefined;
  if (operator === 'StringNotEquals') return `not through ${endpointNames(values)}`;
  return operator === 'StringEquals' ? `through ${endpointNames(values)}` : undefined;
}

/** How a request comes. */
function way({ operator, key, values }: Condition): string | undefined {
  if (key === 'aws:securetransport' && operator === 'Bool') {
    return { true: 'over TLS', false: 'without TLS' }[values.join()];
  }
  return key === 'kms:viaservice' && operator === 'StringEquals'
    ? `through ${listing(values.map(service), 'or')}`
    : undefined;
}

/** Whom a negated condition lets off. */
function exemption({ operator, key, values }: Condition, known: Known): string | undefined {
  const isUnless = operator === 'BoolIfExists' && values.join() === 'false';
  if (key === 'aws:viaawsservice' && isUnless) return FOR_SOMEBODY;
  if (key === 'aws:principalisawsservice' && isUnless) return BY_THEMSELVES;
  const isNot = operator === 'ArnNotLike' || operator === 'ArnNotEquals';
  return key === 'aws:principalarn' && isNot ? principals(values, known) : undefined;
}

/** What a request says of its encryption; empty: another condition on the same tells it. */
function encryption(
  { operator, key, values }: Condition,
  all: readonly Condition[],
  known: Known,
): string | undefined {
  const said = SAID[key];
  const on = (other: string) => all.find((one) => one.key === key && one.operator === other)?.values.join();
  if (!said) return undefined;
  if (operator === 'Null' && values.join() === 'true') return said.saysNot;
  if (operator === 'Null' && values.join() === 'false') {
    return said.exactly && on('StringNotEquals') !== undefined ? '' : said.says;
  }
  if (!said.exactly) return undefined;
  const [verb, noun] = said.exactly;
  const value = exactly(key, values, known);
  if (operator === 'StringEquals') return `that ${verb} ${value}`;
  if (operator !== 'StringNotEquals') return undefined;
  // A negated operator holds where its key is missing.
  return on('Null') === 'false'
    ? `that ${verb} another ${noun} than ${value}`
    : `that ${verb} either no ${noun} or another than ${values.length > 1 ? 'any of ' : ''}${value}`;
}

const asWritten = ({ operator, key, values }: Condition): string =>
  `for which this holds: ${key} ${operator} ${values.map((value) => JSON.stringify(value)).join(', ')}`;

const EVERY: Readonly<Record<string, string>> = {
  '0.0.0.0/0': 'every IPv4 address',
  '::/0': 'every IPv6 address',
};

const isAnyAddress = (values: readonly string[]): boolean =>
  Object.keys(EVERY).every((block) => values.includes(block));

const blocks = (values: readonly string[], word?: 'or'): string =>
  listing(
    values.map((value) => (EVERY[value] ? `${value} (${EVERY[value]})` : value)),
    word,
  );

/** A gateway endpoint sends no source address, and a negated operator holds where its key is missing. */
function aboutEndpoints({ values }: Condition, all: readonly Condition[]): string {
  const named = all.find(({ operator, key }) => key === ENDPOINT && operator === 'StringNotEquals');
  const which = named ? `another VPC endpoint than ${listing(named.values, 'or')}` : 'a VPC endpoint';
  return isAnyAddress(values)
    ? `Every address passes; what comes through ${which} has none and does not.`
    : `What comes through ${which} has no source address and counts as outside.`;
}

const endpointNames = (values: readonly string[]): string =>
  `the VPC endpoint${values.length > 1 ? 's' : ''} ${listing(values, 'or')}`;

/** Deployed, CloudFormation calls them by the stack and what serverless.yml calls them; `npm start` has names of its own. */
const SERVICE =
  /^arn:[\w-]+:iam::(\d{12}):role\/groundwork-[\w-]+-(?:(?:Reconcile|Observe)Role-\w+|provisioner|observer)$/;

/** A role of that name in another account is anybody's. */
function principals(arns: readonly string[], { accountId }: Known): string {
  const isOwn = (arn: string) => accountId !== undefined && SERVICE.exec(arn)?.[1] === accountId;
  return arns.every(isOwn) ? "groundwork's own roles" : listing(arns);
}

const FOR_SOMEBODY = 'AWS services acting for somebody';
const BY_THEMSELVES = 'AWS services acting by themselves';

/** Both ways in which AWS services come are told as one. */
function gathered(exempt: readonly string[]): string[] {
  const both = exempt.includes(FOR_SOMEBODY) && exempt.includes(BY_THEMSELVES);
  if (!both) return [...exempt];
  const others = exempt.filter((whom) => whom !== FOR_SOMEBODY && whom !== BY_THEMSELVES);
  return [...others, 'AWS services, whether for somebody or by themselves'];
}

const service = (name: string): string => {
  const [, region] = /^s3\.([\w-]+)\.amazonaws\.com(?:\.cn)?$/.exec(name) ?? [];
  return region ? `S3 in ${region}` : name;
};

const exactly = (key: string, values: readonly string[], { keyArn }: Known): string =>
  listing(
    values.map((value) => (key === KEY && value === keyArn ? "the environment's key" : value)),
    'or',
  );
