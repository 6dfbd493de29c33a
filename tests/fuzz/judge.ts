import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import { DOCUMENT, type Operation, routed, type Schema, TEXT } from './contract.ts';
import type { Request } from './request.ts';
import { type Answer, bytesOf } from './wire.ts';

/** What is wrong with an answer, judged by openapi.yaml and by what no answer may ever tell. */

/** What an answer must not tell. */
export interface Secrets {
  accountId: string;
  /** Texts that stand in somebody else's environment only. */
  others: readonly string[];
}

export interface Verdict {
  /** Empty: the answer is as it must be. */
  faults: string[];
  /** No function had the request. */
  byGateway: boolean;
}

/** Of any answer, and of no concern to the contract. What serves on this machine adds Vary, for it compresses. */
const TRANSPORT: ReadonlySet<string> = new Set([
  'accept-ranges',
  'cache-control',
  'connection',
  'content-length',
  'content-security-policy',
  'content-type',
  'date',
  'keep-alive',
  'referrer-policy',
  'strict-transport-security',
  'transfer-encoding',
  'vary',
  'x-content-type-options',
]);

/** Where code stands. */
const TRACES = [/\\n\s+at /, /\n\s+at .*:\d/, /node_modules/, /file:\/\//, /\.m?[jt]s:\d/];
const ARN = /arn:aws[\w-]*:[\w-]*:[\w-]*:(\d{12}):[\w/+=,.@*:-]*/g;

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema({ ...DOCUMENT, $id: 'contract' });
const validators = new Map<Schema, ValidateFunction>();

/** Judges an answer. */
export function judge(request: Request, answer: Answer, secrets: Secrets): Verdict {
  const byGateway = isForGateway(request) && !has(answer, 'x-request-id');
  const faults = byGateway ? faultsOfGateway(answer) : faultsOfFunction(request, answer);
  return { faults: [...faults, ...leaks(request, answer, secrets)], byGateway };
}

/** API Gateway takes so many bytes of request line and headers. */
const LONGEST_HEAD = 10_240;

const isForGateway = ({ body: _, ...request }: Request): boolean =>
  request.forGateway === true || bytesOf(request).length > LONGEST_HEAD;

/** It answers in its own form, but never for more than that the request is bad. */
const faultsOfGateway = ({ status }: Answer): string[] =>
  status >= 400 && status < 500 ? [] : [`${status} without a request id`];

function faultsOfFunction(request: Request, answer: Answer): string[] {
  const operation = routed(request.method, request.target);
  const { status, headers } = answer;
  const documented = operation.responses[String(status)];
  const where = `${operation.operationId} ${status}`;
  if (!has(answer, 'x-request-id')) return [`${where}: no request id`];
  if (!documented) return [`${where}: the contract has no such status`];
  const names = new Set(Object.keys(documented.headers ?? {}).map((name) => name.toLowerCase()));
  const unknown = headers.map(([name]) => name).filter((name) => !TRANSPORT.has(name) && !names.has(name));
  return [
    ...(status >= 500 && !isNotYet(operation, answer) ? [`${where}: an error of the service`] : []),
    ...unknown.map((name) => `${where}: the contract has no header ${name}`),
    ...faultsOfBody(where, documented.content ?? {}, answer),
  ];
}

/** An environment on its way is no failure. */
const isNotYet = ({ operationId }: Operation, { status, body }: Answer): boolean =>
  operationId === 'getReady' &&
  status === 503 &&
  /^Environment .* resources are ready\.$/.test(detailIn(body));

function detailIn(body: Buffer): string {
  const { detail } = JSON.parse(body.toString()) as { detail?: unknown };
  return String(detail);
}

function faultsOfBody(
  where: string,
  content: Readonly<Record<string, { schema: Schema }>>,
  { status, headers, body }: Answer,
): string[] {
  if (Object.keys(content).length === 0)
    return body.length > 0 ? [`${where}: a body, where there is none`] : [];
  const type = (headers.find(([name]) => name === 'content-type')?.[1] ?? '').replace(/;.*/, '');
  const schema = content[type]?.schema;
  if (!schema) return [`${where}: the contract has no media type ${type}`];
  if (!type.endsWith('json')) return body.length > 0 ? [] : [`${where}: nothing, where there is a text`];
  const value = parsed(body);
  if (value === undefined) return [`${where}: the body is not JSON`];
  const validate = validatorOf(schema);
  const told = (value as { status?: unknown }).status;
  return [
    ...(validate(value) ? [] : [`${where}: ${ajv.errorsText(validate.errors, { dataVar: 'body' })}`]),
    ...(status >= 400 && told !== status ? [`${where}: the problem says ${told}`] : []),
  ];
}

function validatorOf(schema: Schema): ValidateFunction {
  const made = validators.get(schema) ?? ajv.compile(absolute(schema));
  validators.set(schema, made);
  return made;
}

const absolute = (schema: Schema): Schema =>
  schema.$ref === undefined ? schema : { $ref: `contract${schema.$ref}` };

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
}

/** Where code runs, and what is somebody else's. What the request itself says may be said again. */
function leaks(request: Request, answer: Answer, { accountId, others }: Secrets): string[] {
  const text = [...answer.headers.map((pair) => pair.join(': ')), answer.body.toString()].join('\n');
  const asked = bytesOf(request).toString();
  const known = (secret: string) => asked.includes(secret) || TEXT.includes(secret);
  const arns = Array.from(text.matchAll(ARN), ([arn, account]) => ({ arn, account }));
  return [
    ...TRACES.filter((trace) => trace.test(text) && !trace.test(asked)).map(
      (trace) => `the answer shows ${trace}`,
    ),
    ...others.filter((secret) => text.includes(secret)).map((secret) => `the answer tells ${secret}`),
    ...arns
      .filter(({ arn, account }) => account !== accountId && !known(arn))
      .map(({ arn }) => `the answer tells ${arn}`),
  ];
}

const has = ({ headers }: Answer, name: string): boolean => headers.some(([other]) => other === name);
