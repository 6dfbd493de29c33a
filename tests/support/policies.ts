import { readFileSync } from 'node:fs';
import { parse } from 'yaml';

export const ACCOUNT = '111122223333';
export const REGION = 'eu-west-1';
const STACK = 'groundwork-dev';
const roleName = (resource: string): string => `${STACK}-${resource}-ABC`;
/** A role of the stack itself. @param resource its logical id, like `ReconcileRole` */
export const stackRole = (resource: string): string => `arn:aws:iam::${ACCOUNT}:role/${roleName(resource)}`;
export const BOUNDARY = `arn:aws:iam::${ACCOUNT}:policy/${STACK}-Boundary-ABC`;

const table = (resource: string) => `arn:aws:dynamodb:${REGION}:${ACCOUNT}:table/${STACK}-${resource}-ABC`;
const queue = (resource: string) => `arn:aws:sqs:${REGION}:${ACCOUNT}:${STACK}-${resource}-ABC`;

/** What stands for what in a stage that is deployed with `--param imports=team/micro_*,other_*`. */
const VALUES: Readonly<Record<string, string>> = {
  'AWS::Partition': 'aws',
  'AWS::AccountId': ACCOUNT,
  'AWS::Region': REGION,
  'AWS::StackName': STACK,
  'AWS::URLSuffix': 'amazonaws.com',
  'self:service': 'groundwork',
  'self:custom.iamPath': '/groundwork/dev/',
  'self:custom.logGroup': `arn:aws:logs:${REGION}:${ACCOUNT}:log-group:/aws/lambda/${STACK}`,
  'sls:stage': 'dev',
  'param:imports': 'team/micro_*,other_*',
  'param:bucketNames': 'initial-*,final-*',
  Boundary: BOUNDARY,
  ReconcileRole: roleName('ReconcileRole'),
  'Environments.Arn': table('Environments'),
  'Events.Arn': table('Events'),
  'Limits.Arn': table('Limits'),
  'Queue.Arn': queue('Queue'),
  'DeadLetterQueue.Arn': queue('DeadLetterQueue'),
};

/** Of CloudFormation's functions those that are used. */
interface Functions {
  'Fn::Sub'?: string;
  'Fn::Join'?: [delimiter: string, list: unknown];
  'Fn::Split'?: [delimiter: string, text: unknown];
  'Fn::GetAtt'?: [resource: string, attribute: string];
  Ref?: string;
}

/** What is put in for names in a template, over what every test has: `{ 'param:imports': '*' }`. */
export type Values = Readonly<Record<string, string>>;

/** A policy as IAM gets it. */
export interface Document {
  Version: string;
  Statement: Statement[];
}

export interface Statement {
  Sid?: string;
  Effect: 'Allow' | 'Deny';
  Action?: string | string[];
  NotAction?: string | string[];
  Resource: string | string[];
  Condition?: object;
}

/** The policy that a resource in `iam/` is, as it is deployed. */
export const documentOf = (file: string, resource: string, values: Values = {}): Document =>
  propertiesOf(file, resource, values).PolicyDocument;

/** What a role in `iam/` may do by itself: the statements of all its policies as one document. */
export const rolePolicies = (file: string, resource: string, values: Values = {}): Document =>
  together(...propertiesOf(file, resource, values).Policies.map(({ PolicyDocument }) => PolicyDocument));

/** Several policies as one. */
export const together = (...documents: Document[]): Document => ({
  Version: '2012-10-17',
  Statement: documents.flatMap(({ Statement }) => Statement),
});

interface Properties {
  PolicyDocument: Document;
  Policies: { PolicyDocument: Document }[];
}

function propertiesOf(file: string, resource: string, values: Values): Properties {
  const template = parse(readFileSync(new URL(`../../iam/${file}`, import.meta.url), 'utf8'));
  return deployed(template[resource].Properties, { ...VALUES, ...values }) as Properties;
}

/** A part of a template as serverless and then CloudFormation would have it. */
function deployed(value: unknown, values: Values): unknown {
  if (typeof value === 'string') return filledIn(value, SERVERLESS_VARIABLE, values);
  if (Array.isArray(value)) return value.map((inner) => deployed(inner, values));
  if (typeof value !== 'object' || value === null) return value;
  const { 'Fn::Sub': text, 'Fn::Join': join, 'Fn::Split': split, 'Fn::GetAtt': of, Ref } = value as Functions;
  if (text !== undefined) return filledIn(text, VARIABLE, values).replaceAll('${!', '${');
  if (join) return (deployed(join[1], values) as string[]).join(join[0]);
  if (split) return (deployed(split[1], values) as string).split(split[0]);
  if (of) return called(of.join('.'), values);
  if (Ref !== undefined) return called(Ref, values);
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, deployed(inner, values)]));
}

const SERVERLESS_VARIABLE = /\$\{((?:self|param|sls):[^}]+)\}/g;
/** `${!…}` stands for itself: it is a variable of the policy. */
const VARIABLE = /\$\{([^!}][^}]*)\}/g;

const filledIn = (text: string, variable: RegExp, values: Values): string =>
  text.replace(variable, (_, name: string) => called(name, values));

function called(name: string, values: Values): string {
  const value = values[name];
  if (value === undefined) throw new Error(`nothing is known of ${name}`);
  return value;
}
