import { describe, expect, it } from '@jest/globals';
import type { Caller, Role } from '../../../lib/api/caller.ts';
import type { ApiEvent } from '../../../lib/api/http.ts';
import type { Problem } from '../../../lib/api/problem.ts';
import { tenantOf } from '../../../lib/api/tenant.ts';

const caller = (role: Role): Caller => ({ tenant: 'repository_id:1', principal: 'me', role });

interface Asked {
  method?: string;
  tenant?: string;
  id?: string;
}

const event = ({ method = 'GET', tenant, id }: Asked): ApiEvent =>
  ({
    headers: tenant === undefined ? {} : { 'groundwork-tenant': tenant },
    requestContext: { http: { method } },
    ...(id && { pathParameters: { id } }),
  }) as unknown as ApiEvent;

function codeOf(role: Role, asked: Asked): string {
  try {
    return tenantOf(event(asked), caller(role));
  } catch (error) {
    return (error as Problem).code;
  }
}

describe('a request is about the environments', () => {
  it.each<[string, Role, Asked]>([
    ['repository_id:1', 'reader', {}],
    ['repository_id:1', 'admin', { id: 'pr-123' }],
    ['repository_id:1', 'reader', { tenant: 'repository_id:1' }],
    ['repository_id:2', 'admin', { tenant: 'repository_id:2' }],
    ['repository_id:2', 'admin', { tenant: 'repository_id:2', id: 'pr-123', method: 'DELETE' }],
    ['*', 'admin', { tenant: '*' }],
  ])('of %s, when a caller of repository_id:1 asks as %s with %p', (tenant, role, asked) => {
    expect(codeOf(role, asked)).toBe(tenant);
  });
});

describe('a request is refused', () => {
  it.each<[string, Role, Asked]>([
    ['forbidden', 'operator', { tenant: 'repository_id:2' }],
    ['forbidden', 'reader', { tenant: '*' }],
    ['forbidden', 'operator', { tenant: '' }],
    ['validation-failed', 'admin', { tenant: '' }],
    ['validation-failed', 'admin', { tenant: '*', id: 'pr-123' }],
    ['validation-failed', 'admin', { tenant: 'a\tb' }],
    ['validation-failed', 'admin', { tenant: 'a'.repeat(201) }],
    ['validation-failed', 'admin', { tenant: 'repository_id:2', method: 'POST' }],
    ['validation-failed', 'admin', { tenant: 'repository_id:2', method: 'PATCH', id: 'pr-123' }],
  ])('as %s, when a caller of repository_id:1 asks as %s with %p', (code, role, asked) => {
    expect(codeOf(role, asked)).toBe(code);
  });
});
