import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { openapiDocument } from '../../../lib/api/openapi.ts';
import { buildDocs, selfContained } from '../../../scripts/build/docs.ts';
import { useFolder } from '../../support/suite.ts';

const folder = useFolder();
const file = join(folder, 'in', 'docs.html');
let page = '';
beforeAll(async () => {
  await buildDocs(file);
  page = readFileSync(file, 'utf8');
});

describe('the reference', () => {
  it('is one page of all operations, with their samples', () => {
    const { paths } = openapiDocument() as {
      paths: Record<string, Record<string, { operationId?: string; summary?: string }>>;
    };
    const operations = Object.values(paths)
      .flatMap((path) => Object.values(path))
      .filter(({ operationId }) => operationId);
    expect(operations.length).toBeGreaterThan(10);
    for (const { summary, operationId } of operations) {
      expect(page).toContain(JSON.stringify(summary).slice(1, -1));
      expect(page).toContain(`"operationId":"${operationId}"`);
    }
    expect(page).toContain('<title>groundwork</title>');
  });

  it('may ask for nothing, and tells nobody who reads it', () => {
    expect(page).toMatch(/<meta http-equiv="Content-Security-Policy" content="default-src 'none'; [^"]*">/);
    expect(page).not.toMatch(/Policy" content="[^"]*(https?:|\*|connect-src|'self')/);
    expect(page).toContain('"disableTelemetry":true');
    expect(page).not.toMatch(/cdn\.redoc\.ly|<script[^>]+src=|<link[^>]+href=/);
  });
});

it('a page that is made otherwise than is known is refused', () => {
  expect(() => selfContained('<html><head></head></html>')).toThrow('look at what it asks for');
});
