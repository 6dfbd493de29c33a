import * as z from 'zod/mini';
import { EXAMPLES, type ExampleName } from './examples.ts';
import { HEADERS, type HeaderName, type Operation, type RequestHeader, type Success } from './operation.ts';
import { OPERATIONS } from './operations.ts';
import { PROBLEMS, type ProblemCode } from './problem.ts';
import { GATEWAY_SAYS, PROBLEM_EXAMPLES } from './problem-examples.ts';
import { gatewayMessage, problem } from './response-schemas.ts';
import { type OperationId, ROUTES } from './routes.ts';
import { SAMPLES } from './samples.ts';
import { environmentId, tagValue } from './schemas.ts';
import { namesTenants } from './tenant.ts';
import { VERSION } from './version.ts';

type Json = Record<string, unknown>;

const RETRY_AFTER: readonly HeaderName[] = ['Retry-After'];
const CHALLENGE: readonly HeaderName[] = ['WWW-Authenticate'];

/** Problems that any operation can answer with. */
const ALWAYS: readonly ProblemCode[] = ['rate-limited', 'internal', 'unavailable'];

/** Problems of every operation that takes a caller. */
const OF_CALLERS: readonly ProblemCode[] = ['unauthenticated', 'forbidden'];

/** What API Gateway answers by itself, before any function runs or because none could, has its own form. */
const BY_THE_GATEWAY: readonly ProblemCode[] = [
  'unauthenticated',
  'forbidden',
  'body-too-large',
  'rate-limited',
  'internal',
  'unavailable',
];

/** Problems after which it says when to ask again. */
const PASSING: readonly ProblemCode[] = ['rate-limited', 'unavailable'];

const DESCRIPTION = `Provisions secure AWS environments for microservices.

The examples are for an API that \`npm start\` runs on your machine. In place of \`localhost:3000\` put the address that
your deployment printed, and say who asks: curl by a signature or a token, \`groundwork\` by itself, with the address in
\`GROUNDWORK_URL\`. An answer that is no success is a problem (RFC 9457): it says what is wrong, and what to do next.`;

/** The contract, OpenAPI 3.1, made from the very schemas that requests are checked with. */
export function openapiDocument(): Json {
  const schemas: Record<string, Json> = {};
  const paths: Record<string, Json> = {};
  for (const { method, path, operationId } of ROUTES) {
    paths[path] ??= path.includes('{id}') ? { parameters: [idParameter()] } : {};
    paths[path][method.toLowerCase()] = operation({ operationId, method }, OPERATIONS[operationId], schemas);
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'groundwork',
      version: VERSION,
      description: DESCRIPTION,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: 'http://localhost:3000', description: 'npm start' }],
    security: [{ sigv4: [] }, { token: [] }],
    paths,
    components: {
      securitySchemes: {
        sigv4: {
          type: 'apiKey',
          in: 'header',
          name: 'Authorization',
          description:
            'AWS Signature Version 4 for execute-api, where a deployment has auth=iam. Not asked for on one machine.',
        },
        token: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            "A token of the deployment's issuer, where it has auth=jwt: a CI job's own identity token.",
        },
      },
      headers: Object.fromEntries(Object.entries(HEADERS).map(header)),
      examples: Object.fromEntries(
        Object.entries({ ...EXAMPLES, ...PROBLEM_EXAMPLES }).map(([name, value]) => [name, { value }]),
      ),
      schemas,
    },
  };
}

const OF_OTHERS: Record<string, RequestHeader> = {
  'Groundwork-Tenant': {
    description:
      "Of an admin: whose environments it is about, where they aren't the caller's; in a list, * for all.",
    example: 'repository_id:812345',
  },
};

interface Route {
  operationId: OperationId;
  method: string;
}

function operation({ operationId, method }: Route, about: Operation, schemas: Record<string, Json>): Json {
  const { summary, description, secured, body, success } = about;
  const requestHeaders = { ...about.requestHeaders, ...(secured && namesTenants(method) && OF_OTHERS) };
  const parameters = [
    ...queryParameters(about),
    ...tagParameters(about),
    ...headerParameters(requestHeaders),
  ];
  return {
    operationId,
    summary,
    description,
    ...(!secured && { security: [] }),
    ...(parameters.length > 0 && { parameters }),
    ...(body && {
      requestBody: {
        required: true,
        content: Object.fromEntries(
          [...(body.types ?? []), 'application/json'].map((type) => [
            type,
            { schema: reference(body.schema, schemas, 'input'), example: body.example },
          ]),
        ),
      },
    }),
    responses: {
      ...Object.fromEntries(
        Object.entries(success).map(([status, answer]) => [
          status,
          {
            description: answer.description,
            headers: headerReferences([...(answer.headers ?? []), 'X-Request-Id']),
            ...(status !== '304' && { content: contentOf(answer, schemas) }),
          },
        ]),
      ),
      ...problemResponses([...about.problems, ...(secured ? OF_CALLERS : []), ...ALWAYS], schemas),
    },
    'x-codeSamples': Object.entries(SAMPLES[operationId]).map(([label, source]) => ({
      lang: 'Shell',
      label,
      source,
    })),
  };
}

const contentOf = ({ schema, example, texts = {} }: Success, schemas: Record<string, Json>): Json => ({
  'application/json': {
    schema: schema ? reference(schema, schemas, 'output') : { type: 'object' },
    ...(example && { examples: exampleReferences([example]) }),
  },
  ...Object.fromEntries(
    Object.entries(texts).map(([type, text]) => [type, { schema: { type: 'string' }, example: text }]),
  ),
});

/** One response per status, for which several problems may stand. */
function problemResponses(codes: readonly ProblemCode[], schemas: Record<string, Json>): Json {
  const byStatus = Map.groupBy(codes, (code) => PROBLEMS[code].status);
  const schema = reference(problem, schemas, 'output');
  const gateways = reference(gatewayMessage, schemas, 'output');
  return Object.fromEntries(
    [...byStatus].map(([status, group]) => [
      status,
      {
        description: group.map((code) => `${code}: ${PROBLEMS[code].title}.`).join(' '),
        headers: headerReferences([
          ...(group.some((code) => PASSING.includes(code)) ? RETRY_AFTER : []),
          ...(group.includes('unauthenticated') ? CHALLENGE : []),
          'X-Request-Id',
        ]),
        content: {
          'application/problem+json': { schema, examples: exampleReferences(group) },
          ...(group.some((code) => BY_THE_GATEWAY.includes(code)) && {
            'application/json': {
              schema: gateways,
              examples: { gateway: { value: { message: GATEWAY_SAYS[status] } } },
            },
          }),
        },
      },
    ]),
  );
}

const exampleReferences = (names: readonly (ExampleName | ProblemCode)[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/examples/${name}` }]));

/** A schema by reference; it and those it names are put under the components. */
function reference(schema: z.ZodMiniType, schemas: Record<string, Json>, io: 'input' | 'output'): Json {
  const id = z.globalRegistry.get(schema)?.id;
  if (!id) throw new Error('a schema of the contract has no id');
  const $ref = `#/components/schemas/${id}`;
  // Nearly every answer can be a problem; to make its schema each time took most of a cold start.
  if (id in schemas) return { $ref };
  const { $defs = {} } = jsonSchema(schema, io) as { $defs?: Record<string, Json> };
  for (const [name, definition] of Object.entries($defs)) {
    const { id: _, ...rest } = definition;
    schemas[name] = JSON.parse(JSON.stringify(rest).replaceAll('#/$defs/', '#/components/schemas/'));
  }
  return { $ref };
}

const jsonSchema = (schema: z.ZodMiniType, io: 'input' | 'output'): Json =>
  z.toJSONSchema(schema, { io, unrepresentable: 'any' }) as Json;

const idParameter = (): Json => ({
  name: 'id',
  in: 'path',
  required: true,
  schema: inline(environmentId),
  example: 'pr-123',
});

const queryParameters = ({ query }: Operation): Json[] =>
  Object.entries(query?.shape ?? {}).map(([name, schema]) => ({
    name,
    in: 'query',
    // As what it is read, not as the text that a query is made of.
    schema: inline(schema as z.ZodMiniType, 'output'),
  }));

const headerParameters = (requestHeaders: Record<string, RequestHeader>): Json[] =>
  Object.entries(requestHeaders).map(([name, { description, example, schema }]) => ({
    name,
    in: 'header',
    description,
    schema: schema ? inline(schema) : { type: 'string' },
    example,
  }));

/** OpenAPI has no word for a family of parameters; this names its pattern. */
const tagParameters = ({ tagFilters }: Operation): Json[] =>
  tagFilters
    ? [
        {
          name: 'tag.KEY',
          in: 'query',
          description: 'Only those whose tag KEY, which you put in its place, has this value.',
          schema: inline(tagValue),
        },
      ]
    : [];

const header = ([name, description]: [string, string]): [string, Json] => [
  name,
  { description, schema: { type: 'string' } },
];

const headerReferences = (names: readonly HeaderName[]): Json =>
  Object.fromEntries(names.map((name) => [name, { $ref: `#/components/headers/${name}` }]));

function inline(schema: z.ZodMiniType, io: 'input' | 'output' = 'input'): Json {
  const { $schema: _, ...rest } = jsonSchema(schema, io);
  return rest;
}
