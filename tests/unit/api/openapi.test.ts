import { describe, expect, it } from '@jest/globals';
import { openapiDocument } from '../../../lib/api/openapi.ts';
import { OPERATIONS } from '../../../lib/api/operations.ts';
import { PROBLEMS } from '../../../lib/api/problem.ts';
import { ROUTES } from '../../../lib/api/routes.ts';

interface Parameter {
  name: string;
  in: string;
}
interface Operation {
  operationId: string;
  security?: unknown[];
  parameters?: Parameter[];
  responses: Record<string, { headers?: Record<string, unknown>; content?: Record<string, unknown> }>;
}
type Path = Record<string, Operation> & { parameters?: Parameter[] };

const document: Record<string, unknown> = JSON.parse(JSON.stringify(openapiDocument()));
const paths = document.paths as Record<string, Path>;

function operationAt(method: string, path: string): Operation {
  const found = paths[path]?.[method.toLowerCase()];
  if (!found) throw new Error(`no ${method} ${path}`);
  return found;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

/** Every value of a field of this name, wherever it stands. */
const all = (name: string, value: unknown): unknown[] =>
  isObject(value)
    ? Object.entries(value).flatMap(([key, inner]) => [...(key === name ? [inner] : []), ...all(name, inner)])
    : [];

/** What a reference within the document leads to. */
const resolved = (reference: string): unknown =>
  reference
    .replace(/^#\//, '')
    .split('/')
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, token) => (isObject(value) ? value[token] : undefined), document);

describe('the contract', () => {
  it('has every route and no other', () => {
    const methods = ['get', 'post', 'put', 'patch', 'delete'];
    const inDocument = Object.entries(paths).flatMap(([path, operations]) =>
      methods.filter((method) => method in operations).map((method) => `${method.toUpperCase()} ${path}`),
    );
    expect(inDocument.sort()).toEqual(ROUTES.map(({ method, path }) => `${method} ${path}`).sort());
  });

  it('has only references that lead somewhere within it', () => {
    const references = all('$ref', document).map(String);
    expect(references.length).toBeGreaterThan(0);
    expect(references.filter((reference) => !reference.startsWith('#/'))).toEqual([]);
    expect(references.filter((reference) => resolved(reference) === undefined)).toEqual([]);
  });

  it('keeps no definitions beside its components', () => {
    expect(all('$defs', document)).toEqual([]);
  });

  it('uses every schema that it defines', () => {
    const { schemas = {} } = document.components as { schemas?: Record<string, unknown> };
    const used = new Set(all('$ref', document));
    const unused = Object.keys(schemas).filter((name) => !used.has(`#/components/schemas/${name}`));
    expect(unused).toEqual([]);
  });

  it('is the same each time', () => {
    expect(JSON.parse(JSON.stringify(openapiDocument()))).toEqual(document);
  });
});

it.each([
  ['post', '/environments'],
  ['post', '/imports'],
  ['patch', '/environments/{id}'],
])(
  '%s %s says when to ask again also where nothing changes, for it may still be under way',
  (method, path) => {
    expect(Object.keys(operationAt(method, path).responses['200']?.headers ?? {})).toContain('Retry-After');
  },
);

/** API Gateway answers in its own form where no function does: strangers, too much, or what went wrong. */
const problemTypes = (status: number): string[] => [
  'application/problem+json',
  ...([401, 403, 413, 429, 500, 503].includes(status) ? ['application/json'] : []),
];

describe.each(ROUTES)('$method $path', ({ method, path, operationId }) => {
  const operation = operationAt(method, path);
  const about = OPERATIONS[operationId];

  it('has its operation id', () => expect(operation.operationId).toBe(operationId));

  it('has every parameter of its path', () => {
    const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
    expect((paths[path]?.parameters ?? []).map(({ name }) => name)).toEqual(names);
  });

  it('asks who calls unless it is open to anybody', () => {
    expect(operation.security).toEqual(about.secured ? undefined : []);
  });

  it('has an answer for each success and each problem, those of any operation included', () => {
    const ofCallers = about.secured ? (['unauthenticated', 'forbidden'] as const) : [];
    const problems = [...about.problems, ...ofCallers, 'rate-limited', 'internal', 'unavailable'] as const;
    const statuses = [...Object.keys(about.success), ...problems.map((code) => PROBLEMS[code].status)];
    expect(Object.keys(operation.responses).sort()).toEqual([...new Set(statuses.map(String))].sort());
  });

  it('answers problems as such, and successes as JSON or what else it names', () => {
    for (const [status, { content = {} }] of Object.entries(operation.responses)) {
      const texts = Object.keys(about.success[Number(status)]?.texts ?? {});
      const types = Number(status) >= 400 ? problemTypes(Number(status)) : ['application/json', ...texts];
      expect([status, Object.keys(content)]).toEqual([status, status === '304' ? [] : types]);
    }
  });

  it('tells the wait that was granted with every success, where it takes one', () => {
    const waits = (operation.parameters ?? []).some(({ name }) => name === 'Prefer');
    for (const status of Object.keys(about.success)) {
      const told = 'Preference-Applied' in (operation.responses[status]?.headers ?? {});
      expect([status, told]).toEqual([status, waits]);
    }
  });

  it('can be refused to those it does not know, or mean, exactly when it asks who calls', () => {
    expect(['401', '403'].map((status) => status in operation.responses)).toEqual([
      about.secured,
      about.secured,
    ]);
  });

  it('lets an admin name another tenant exactly where something can be seen or deleted', () => {
    const names = (operation.parameters ?? []).map(({ name }) => name);
    expect(names.includes('Groundwork-Tenant')).toBe(about.secured && ['GET', 'DELETE'].includes(method));
  });
});
