import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { OPERATIONS } from '../../lib/api/operations.ts';
import { ROUTES } from '../../lib/api/routes.ts';

const deployment = parse(readFileSync(new URL('../../serverless.yml', import.meta.url), 'utf8'));

interface Route {
  method: string;
  path: string;
  authorizer?: string;
}

interface Declared {
  role: string;
  events?: { httpApi?: Route | '*'; schedule?: string; sqs?: object }[];
}

const functions = Object.entries(deployment.functions as Record<string, Declared>);
const routes = functions.flatMap(([, { events = [] }]) =>
  events.flatMap(({ httpApi }) => (typeof httpApi === 'object' ? [httpApi] : [])),
);
type Resource = [name: string, resource: { Type: string; Properties: Record<string, never> }];
const resources: Resource[] = Object.entries(deployment.resources.Resources);
const ofType = (type: string) => resources.filter(([, { Type }]) => Type === type);

/** serverless.yml's way to a parameter, or to what stands under `custom`. */
const param = (name: string) => `\${param:${name}}`;
const byAuth = (name: string, ...further: string[]) =>
  `\${self:custom.${[name, param('auth'), ...further].join('.')}}`;

describe('API Gateway', () => {
  it('has the routes of the contract', () => {
    const names = (list: readonly { method: string; path: string }[]) =>
      list.map(({ method, path }) => `${method} ${path}`).sort();
    expect(names(routes)).toEqual(names(ROUTES));
  });

  it.each(ROUTES)('asks who calls before $method $path exactly when that takes a caller', (route) => {
    const { authorizer } = routes.find((it) => it.method === route.method && it.path === route.path) ?? {};
    expect(authorizer).toBe(OPERATIONS[route.operationId].secured ? byAuth('routeAuthorizer') : undefined);
  });

  it('knows every caller by one of two ways, on one machine also by none', () => {
    const { routeAuthorizer, authorizers, unlessSaid } = deployment.custom;
    expect(routeAuthorizer).toEqual({
      iam: { type: 'aws_iam' },
      none: { type: 'aws_iam' },
      jwt: { name: 'token' },
    });
    for (const choice of [authorizers, unlessSaid]) {
      expect(Object.keys(choice).sort()).toEqual(Object.keys(routeAuthorizer).sort());
    }
    expect(authorizers.jwt.token).toEqual({
      type: 'jwt',
      identitySource: '$request.header.Authorization',
      issuerUrl: param('jwtIssuer'),
      audience: [param('jwtAudience')],
    });
  });

  it('lets nobody in by a token, makes nobody an admin, and counts requests, until something else is said', () => {
    const { auth, callers, admins, operators, readers, tenantClaim, ...others } = deployment.params.default;
    expect({ auth, admins, operators, readers, tenantClaim }).toEqual({
      auth: 'iam',
      admins: 'off',
      operators: '*',
      readers: 'off',
      tenantClaim: '',
    });
    expect(callers).toBe(byAuth('unlessSaid', 'callers'));
    for (const name of ['changesPerMinute', 'environmentsPerTenant']) {
      expect(others[name]).toBe(byAuth('unlessSaid', name));
    }
    expect(deployment.custom.unlessSaid).toMatchObject({
      iam: { callers: '*', changesPerMinute: '600' },
      jwt: { callers: 'off', changesPerMinute: '120', environmentsPerTenant: '50' },
    });
  });

  it('takes a number of requests, and answers no web page unless that is said', () => {
    const { HttpApi, HttpApiStage } = deployment.resources.extensions;
    expect(HttpApiStage.Properties.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: param('requestsPerSecond'),
      ThrottlingBurstLimit: param('requestBurst'),
    });
    const { requestsPerSecond, requestBurst, corsOrigins } = deployment.params.default;
    expect([requestsPerSecond, requestBurst, corsOrigins]).toEqual([100, 200, 'off']);
    const { 'Fn::If': choice } = HttpApi.Properties.CorsConfiguration;
    expect([choice[0], choice[2]]).toEqual(['HasOrigins', { Ref: 'AWS::NoValue' }]);
    expect(choice[1].AllowOrigins).toEqual({ 'Fn::Split': [',', param('corsOrigins')] });
    expect(choice[1]).not.toHaveProperty('AllowCredentials');
    // What the AWS SDK's signer adds.
    const signed = ['authorization', 'x-amz-content-sha256', 'x-amz-date', 'x-amz-security-token'];
    expect(choice[1].AllowHeaders).toEqual(expect.arrayContaining(signed));
    expect(deployment.resources.Conditions.HasOrigins).toEqual({
      'Fn::Not': [{ 'Fn::Equals': [param('corsOrigins'), 'off'] }],
    });
    expect(deployment.provider.httpApi).not.toHaveProperty('cors');
  });
});

describe('what is kept', () => {
  it.each(ofType('AWS::DynamoDB::Table'))('is encrypted in the table %s', (_, { Properties }) => {
    expect(Properties).toMatchObject({ SSESpecification: { SSEEnabled: true } });
  });

  it.each(ofType('AWS::SQS::Queue'))('is encrypted in the queue %s', (_, { Properties }) => {
    expect(Properties).toMatchObject({ SqsManagedSseEnabled: true });
  });

  it('is in three tables and two queues', () => {
    expect([ofType('AWS::DynamoDB::Table').length, ofType('AWS::SQS::Queue').length]).toEqual([3, 2]);
  });
});

it('every function has a role of its own', () => {
  const roles = functions.map(([, { role }]) => role);
  expect(new Set(roles).size).toBe(functions.length);
});
