import { readFileSync } from 'node:fs';
import { expect, it } from '@jest/globals';
import { openapiDocument } from '../../../lib/api/openapi.ts';
import { VERSION } from '../../../lib/api/version.ts';

it('the version of the API and its contract is that of the package', () => {
  const file = readFileSync(new URL('../../../package.json', import.meta.url), 'utf8');
  expect(VERSION).toBe(JSON.parse(file).version);
  expect(openapiDocument()).toMatchObject({ info: { version: VERSION } });
});
