import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

/** What openapi.yaml says, in the form that requests are made from and answers are judged by. */

export interface Schema {
  $ref?: string;
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  pattern?: string;
  format?: string;
  minLength?: number;
  maxLength?: number;
  minimum?: number;
  maximum?: number;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  uniqueItems?: boolean;
  properties?: Record<string, Schema>;
  required?: string[];
  propertyNames?: Schema;
  additionalProperties?: Schema | false;
  maxProperties?: number;
  examples?: unknown[];
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  required?: boolean;
  schema: Schema;
  example?: string;
}

interface Response {
  headers?: Record<string, unknown>;
  content?: Record<string, { schema: Schema }>;
}

export interface Body {
  type: string;
  schema: Schema;
  example?: object;
}

export interface Operation {
  operationId: string;
  method: string;
  path: string;
  parameters: Parameter[];
  /** By media type; none: it takes no body. */
  bodies: Body[];
  responses: Record<string, Response>;
}

interface Documented {
  operationId: string;
  parameters?: Parameter[];
  requestBody?: { content: Record<string, Omit<Body, 'type'>> };
  responses: Record<string, Response>;
}

const VERBS = ['get', 'put', 'post', 'delete', 'options', 'head', 'patch', 'trace'] as const;
type Verb = (typeof VERBS)[number];

/** As it stands in the file. */
export const TEXT = readFileSync(new URL('../../openapi.yaml', import.meta.url), 'utf8');
/** The same as a value. */
export const DOCUMENT = parse(TEXT) as {
  paths: Record<string, { parameters?: Parameter[] } & Partial<Record<Verb, Documented>>>;
  components: { schemas: Record<string, Schema> };
};

/** Every operation there is. */
export const OPERATIONS: readonly Operation[] = Object.entries(DOCUMENT.paths).flatMap(([path, item]) =>
  VERBS.flatMap((verb) => (item[verb] ? [operationOf(verb, path, item[verb], item.parameters)] : [])),
);

function operationOf(
  verb: Verb,
  path: string,
  { operationId, parameters = [], requestBody, responses }: Documented,
  shared: Parameter[] = [],
): Operation {
  const contents = Object.entries(requestBody?.content ?? {});
  return {
    operationId,
    method: verb.toUpperCase(),
    path,
    parameters: [...shared, ...parameters],
    bodies: contents.map(([type, { schema, example }]) => ({ type, schema, ...(example && { example }) })),
    responses,
  };
}

const PROBLEM = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } };

/** What every route that is not one of them answers with. */
export const FALLBACK: Operation = {
  operationId: 'fallback',
  method: '*',
  path: '*',
  parameters: [],
  bodies: [],
  responses: {
    404: { headers: { 'X-Request-Id': {} }, content: PROBLEM },
    405: { headers: { 'X-Request-Id': {}, Allow: {} }, content: PROBLEM },
    // To OPTIONS.
    204: { headers: { 'X-Request-Id': {}, Allow: {} } },
  },
};

/** The schema itself. */
export function resolved({ $ref, ...schema }: Schema): Schema {
  if ($ref === undefined) return schema;
  const name = $ref.replace('#/components/schemas/', '');
  const found = DOCUMENT.components.schemas[name];
  if (!found) throw new Error(`${$ref} leads nowhere`);
  return resolved(found);
}

/** The operation that takes a request. @param target path and query as they are sent */
export function routed(method: string, target: string): Operation {
  const path = normal(target);
  const takes = (operation: Operation) => operation.method === method && formOf(operation.path).test(path);
  return OPERATIONS.find(takes) ?? FALLBACK;
}

/** Methods that the path of an operation has. */
export const methodsAt = (path: string): string[] =>
  OPERATIONS.filter((operation) => operation.path === path).map(({ method }) => method);

const formOf = (path: string): RegExp =>
  new RegExp(`^${path.replaceAll('.', '\\.').replace(/\{\w+\}/g, '[^/]+')}$`);

/** The path without what is only another way to write it: dots, encoded letters, a slash at its end. */
function normal(target: string): string {
  const url = target.startsWith('/') ? `http://localhost${target}` : target;
  if (!URL.canParse(url)) return '';
  const path = new URL(url).pathname.replace(/%(2d|2e|[3-7][0-9a-f])/gi, (encoded) => {
    const letter = decodeURIComponent(encoded);
    return /[\w.~-]/.test(letter) ? letter : encoded;
  });
  return path.length > 1 ? path.replace(/\/$/, '') : path;
}
