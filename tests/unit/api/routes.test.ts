import { describe, expect, it } from '@jest/globals';
import { methodsOf, ROUTES } from '../../../lib/api/routes.ts';

describe('the methods of a path', () => {
  it.each([
    ['/environments', ['POST', 'GET']],
    ['/environments/pr-123', ['GET', 'PATCH', 'DELETE']],
    ['/environments/pr-123/drift', ['GET']],
    ['/environments/pr-123/restore', ['POST']],
    ['/environments/%2F', ['GET', 'PATCH', 'DELETE']],
    ['/health', ['GET']],
    ['/openapi.json', ['GET']],
    ['/', []],
    ['/environment', []],
    ['/environments/', []],
    ['/environments/pr-123/buckets', []],
    ['/v1/environments', []],
    ['/openapi-json', []],
    ['/healthy', []],
    ['/HEALTH', []],
  ])('%s are %j', (path, methods) => expect(methodsOf(path)).toEqual(methods));
});

describe('the routes', () => {
  it('are each another method or path, and another operation', () => {
    expect(new Set(ROUTES.map(({ method, path }) => `${method} ${path}`)).size).toBe(ROUTES.length);
    expect(new Set(ROUTES.map(({ operationId }) => operationId)).size).toBe(ROUTES.length);
  });
});
