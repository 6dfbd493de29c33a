/** A statement of a policy, every list as a list, whatever way it is written. */
export interface Statement {
  sid: string | undefined;
  effect: 'Allow' | 'Deny';
  /** Undefined: it names none, as in a policy that belongs to a role. */
  principals: Principal[] | undefined;
  /** Whether it is about all but the principals, actions or resources that it names. */
  except: { principals: boolean; actions: boolean; resources: boolean };
  actions: string[];
  /** Undefined: it names none, as in a trust policy. */
  resources: string[] | undefined;
  conditions: Condition[];
}

export interface Principal {
  /** `AWS`, `Service`, `Federated`, `CanonicalUser`. */
  kind: string;
  name: string;
}

export interface Condition {
  operator: string;
  /** As it is written; keys compare without regard to case. */
  key: string;
  values: string[];
}

const KNOWN: ReadonlySet<string> = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

/** The statements of a document, each undefined where it has a form that IAM does not know. */
export function statementsOf(document: unknown): (Statement | undefined)[] {
  if (!isObject(document)) return [undefined];
  const { Statement } = document;
  return (Array.isArray(Statement) ? Statement : [Statement]).map(statementOf);
}

function statementOf(value: unknown): Statement | undefined {
  if (!isObject(value) || !Object.keys(value).every((name) => KNOWN.has(name))) return undefined;
  const { Sid, Effect } = value;
  const actions = listOf(value['Action'] ?? value['NotAction']);
  const resources = 'Resource' in value || 'NotResource' in value;
  const listed = listOf(value['Resource'] ?? value['NotResource']);
  const principals = principalsOf(value['Principal'] ?? value['NotPrincipal']);
  const conditions = conditionsOf(value['Condition']);
  const isKnown = (Effect === 'Allow' || Effect === 'Deny') && actions?.length;
  if (!isKnown || principals === 'unknown' || !conditions || (resources && !listed)) return undefined;
  return {
    sid: typeof Sid === 'string' ? Sid : undefined,
    effect: Effect,
    principals,
    except: {
      principals: 'NotPrincipal' in value,
      actions: 'NotAction' in value,
      resources: 'NotResource' in value,
    },
    actions,
    resources: resources ? listed : undefined,
    conditions,
  };
}

function principalsOf(value: unknown): Principal[] | undefined | 'unknown' {
  if (value === undefined) return undefined;
  if (value === '*') return [{ kind: 'AWS', name: '*' }];
  if (!isObject(value)) return 'unknown';
  const principals: Principal[] = [];
  for (const [kind, names] of Object.entries(value)) {
    const list = listOf(names);
    if (!list) return 'unknown';
    principals.push(...list.map((name) => ({ kind, name })));
  }
  return principals.length > 0 ? principals : 'unknown';
}

function conditionsOf(value: unknown): Condition[] | undefined {
  if (value === undefined) return [];
  if (!isObject(value)) return undefined;
  const conditions: Condition[] = [];
  for (const [operator, keys] of Object.entries(value)) {
    if (!isObject(keys)) return undefined;
    for (const [key, wanted] of Object.entries(keys)) {
      const values = listOf(wanted);
      if (!values) return undefined;
      conditions.push({ operator, key, values });
    }
  }
  return conditions;
}

/** Texts, also where a policy has a number or a truth value; undefined: something else is among them. */
function listOf(value: unknown): string[] | undefined {
  const list = Array.isArray(value) ? value : [value];
  const isPlain = (item: unknown) => ['string', 'number', 'boolean'].includes(typeof item);
  return list.every(isPlain) ? list.map(String) : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
