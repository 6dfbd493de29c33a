import { sameValue } from '../provisioning/canonical.ts';
import { TRUSTABLE_SERVICES } from './environment.ts';
import type { Fault } from './fault.ts';
import type { SpecRequest } from './spec.ts';

/** The condition keys that tell from where a request comes; they are compared without regard to case. */
const SOURCE_IP = 'aws:sourceip';
const SOURCE_ENDPOINT = 'aws:sourcevpce';
const SOURCES = [SOURCE_IP, SOURCE_ENDPOINT, 'aws:sourcevpc', 'aws:sourcevpcarn', 'aws:vpcsourceip'];
/** What the policy of every environment excepts, too: services that act for somebody, and groundwork itself. */
const BY_SERVICE = ['aws:viaawsservice', 'aws:principalisawsservice'];
const PRINCIPAL = 'aws:principalarn';

type Condition = Record<string, Record<string, unknown>>;

interface Statement {
  Effect?: string;
  Principal?: Record<string, unknown> | string;
  Action?: unknown;
  Resource?: unknown;
  Condition?: Condition;
}

type Network = Pick<SpecRequest, 'allowedCidrs' | 'allowedVpcEndpoints'>;

const OPEN: Network = {};

/**
 * The network of several bucket policies; a fault where a spec can't say it.
 *
 * @param serviceArns roles of groundwork, which may be excepted
 */
export function networkSeen(
  policies: readonly unknown[],
  serviceArns: readonly string[],
): { told?: Network; fault?: Fault } {
  const networks = policies.map((policy) => networkOf(policy, serviceArns));
  const [network, ...others] = networks;
  const fault = (why: string) => ({ fault: { pointer: '/allowedCidrs', detail: `is needed: ${why}` } });
  if (networks.includes(undefined)) {
    return fault('a bucket policy denies requests by where they come from, in a way that no environment has');
  }
  if (!others.every((other) => sameValue(other, network))) {
    return fault('the policies of the two buckets allow different networks');
  }
  return network ? { told: network } : {};
}

/** Whom a role trusts; a fault where that are others than the services that a spec can name. */
export function trustSeen(trust: unknown): { told: string[] | undefined; fault?: Fault } {
  const allowed = statementsOf(trust).filter(({ Effect }) => Effect === 'Allow');
  const principals = allowed.flatMap(({ Principal = {} }) =>
    Object.entries(typeof Principal === 'object' ? Principal : { AWS: Principal }).flatMap(([kind, names]) =>
      listOf(names).map((name) => ({ kind, name: String(name) })),
    ),
  );
  const isKnown = (service: string) => TRUSTABLE_SERVICES.some((known) => known === service);
  const isTold = ({ kind, name }: { kind: string; name: string }) => kind === 'Service' && isKnown(name);
  const services = TRUSTABLE_SERVICES.filter((service) =>
    principals.some((principal) => isTold(principal) && principal.name === service),
  );
  const told = services.length > 0 ? [...services] : undefined;
  const others = [
    ...principals.filter((principal) => !isTold(principal)).map(({ name }) => name),
    ...(allowed.some(({ Condition }) => Condition) ? ['somebody under conditions'] : []),
    ...(trust && principals.length === 0 ? ['nobody by name'] : []),
  ];
  if (others.length === 0) return { told };
  const detail = `is needed: the role trusts ${others.join(', ')}, which the role of an environment can't`;
  return { told, fault: { pointer: '/role/trustedServices', detail } };
}

/** From where a bucket policy lets requests in; undefined: not as a spec can say it. */
function networkOf(policy: unknown, serviceArns: readonly string[]): Network | undefined {
  const [network = OPEN, ...others] = statementsOf(policy)
    .filter(
      ({ Effect, Condition = {} }) =>
        Effect === 'Deny' && entriesOf(Condition).some(({ key }) => SOURCES.includes(key)),
    )
    .map((rule) => networkRule(rule, serviceArns) ?? 'unclear');
  return network !== 'unclear' && others.every((other) => sameValue(other, network)) ? network : undefined;
}

/** A rule for everybody and everything that excepts addresses, endpoints if there are any, and nobody else. */
function networkRule(
  { Principal, Action, Resource, Condition = {} }: Statement,
  serviceArns: readonly string[],
): Network | undefined {
  const everybody = typeof Principal === 'object' ? Principal['AWS'] : Principal;
  const cidrs = valuesOf(Condition, 'NotIpAddress', SOURCE_IP);
  const endpoints = valuesOf(Condition, 'StringNotEquals', SOURCE_ENDPOINT);
  const isUnderstood = ({ operator, key, values }: Entry) =>
    (key === SOURCE_IP && operator === 'NotIpAddress') ||
    (key === SOURCE_ENDPOINT && operator === 'StringNotEquals') ||
    (BY_SERVICE.includes(key) && operator === 'Bool' && values.every((value) => String(value) === 'false')) ||
    (key === PRINCIPAL &&
      /^ArnNot/.test(operator) &&
      values.every((arn) => serviceArns.includes(String(arn))));
  const places = listOf(Resource).map(String);
  const isWhole =
    listOf(everybody).includes('*') &&
    listOf(Action).some((action) => /^(s3:)?\*$/.test(String(action))) &&
    places.length > 0 &&
    // Not only what begins with some prefix. That the objects were forgotten is what is to be repaired.
    places.every((place) => /^[^/]+(\/\*)?$/.test(place));
  return cidrs && isWhole && entriesOf(Condition).every(isUnderstood)
    ? { allowedCidrs: cidrs, allowedVpcEndpoints: endpoints ?? [] }
    : undefined;
}

interface Entry {
  /** Without `IfExists`: with a missing key a negated operator is true, be that added or not. */
  operator: string;
  key: string;
  values: readonly unknown[];
}

const entriesOf = (condition: Condition): Entry[] =>
  Object.entries(condition).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({
      operator: operator.replace(/IfExists$/, ''),
      key: key.toLowerCase(),
      values: listOf(values),
    })),
  );

const valuesOf = (condition: Condition, operator: string, key: string): string[] | undefined =>
  entriesOf(condition)
    .find((entry) => entry.operator === operator && entry.key === key)
    ?.values.map(String);

const statementsOf = (policy: unknown): Statement[] =>
  listOf((policy as { Statement?: Statement | Statement[] } | null | undefined)?.Statement) as Statement[];

const listOf = (value: unknown): readonly unknown[] =>
  value === undefined || value === null ? [] : Array.isArray(value) ? value : [value];
