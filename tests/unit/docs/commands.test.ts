import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Command } from 'commander';
import { parse } from 'yaml';
import { makeProgram } from '../../../cli/program.ts';
import { callers } from '../../../lib/api/caller.ts';
import type { ApiEvent } from '../../../lib/api/http.ts';
import { EVENT_TYPES } from '../../../lib/environment/event-types.ts';
import { type EnvironmentEvent, isAnnounced } from '../../../lib/environment/events.ts';
import { blocksOf } from '../../support/pages.ts';

/** What the pages tell people to type where no test can run it. */

const ROOT = new URL('../../..', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, `${ROOT}/`), 'utf8');
const PAGES = [
  ...['README.md', 'SECURITY.md', 'action.yml', 'templates/environment.yml'],
  ...readdirSync(new URL('docs', `${ROOT}/`))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
const serverless = parse(read('serverless.yml'));
const announced = EVENT_TYPES.filter((type) => isAnnounced({ type } as EnvironmentEvent));

describe('a parameter that is shown', () => {
  const shown = PAGES.flatMap((page) =>
    [...read(page).matchAll(/--param[\s`]+(\w+)=/g)].map(([, name = '']) => ({ page, name })),
  );

  it('is one of the deployment', () => {
    expect(shown.length).toBeGreaterThan(10);
    expect(shown.filter(({ name }) => !(name in serverless.params.default))).toEqual([]);
  });

  it('is one in the table of docs/deploy.md, too', () => {
    const cells = [...read('docs/deploy.md').matchAll(/^\| (`.*?) +\|/gm)].map(([, cell = '']) => cell);
    const names = cells.flatMap((cell) =>
      [...cell.matchAll(/`(\w+)(?:=[^`]*)?`/g)].map(([, name = '']) => name),
    );
    expect(names.length).toBeGreaterThan(12);
    expect(names.filter((name) => !(name in serverless.params.default) && name !== 'repair')).toEqual([]);
  });

  it.each([
    [
      'GitHub',
      /--param (auth|jwtIssuer|jwtAudience|callers|tenantClaim)='?([^'\s`]+)/g,
      'https://token.actions.githubusercontent.com',
      { repository_owner_id: '1234567', repository_id: '812345' },
      'repository_id:812345',
    ],
    [
      'GitLab',
      /--param\s(jwtIssuer|callers|tenantClaim)='?([^'\s`]+)/g,
      'https://gitlab.com',
      { namespace_id: '7654322', project_id: '99' },
      'project_id:99',
    ],
  ])(
    'lets the jobs of %s in, each with its tenant, and nobody else',
    (which, pattern, issuer, claims, tenant) => {
      const [, part = ''] = read('docs/callers.md').split(`## The token of a ${which} `);
      const said = Object.fromEntries(
        [...(part.split('\n## ')[0] ?? '').matchAll(pattern)].map(([, name, value]) => [name, value]),
      );
      expect(said.jwtIssuer).toBe(issuer);
      const { admins, operators, readers } = serverless.params.default;
      const rules = { callers: said.callers, tenantClaim: said.tenantClaim, admins, operators, readers };
      const identify = callers({ auth: 'jwt', ...rules } as Parameters<typeof callers>[0]);
      const by = (more: object) =>
        identify({
          requestContext: { authorizer: { jwt: { claims: { sub: 'job', ...claims, ...more } } } },
        } as unknown as ApiEvent);
      expect(by({})).toEqual({ tenant, principal: 'job', role: 'operator' });
      const [pinned = ''] = Object.keys(claims);
      expect(() => by({ [pinned]: '1' })).toThrow('not among the callers');
    },
  );
});

describe('an event that docs/deploy.md shows', () => {
  const page = read('docs/deploy.md');

  it('is one that a rule can match', () => {
    const [, pattern = ''] = /--event-pattern '(.*)'/.exec(page) ?? [];
    const { source, 'detail-type': types, ...rest } = JSON.parse(pattern);
    expect([source, rest]).toEqual([[serverless.service], {}]);
    expect(types.length).toBeGreaterThan(0);
    expect(announced).toEqual(expect.arrayContaining(types));
  });

  it('is one of those that are told, and all are there', () => {
    const [, told = ''] = /default bus\s+the service tells (.*?CloudEvents)/s.exec(page) ?? [];
    const names = [...told.matchAll(/`(?:environment)?(\.\w+)`/g)].map(([, name]) => `environment${name}`);
    expect(names.toSorted()).toEqual(announced.toSorted());
  });
});

describe('a command that is shown', () => {
  const program = makeProgram({});
  const shown = PAGES.filter((page) => page.endsWith('.md')).flatMap((page) =>
    ['sh', 'console', 'yaml'].flatMap((language) =>
      blocksOf(page, language)
        .flatMap((block) => block.replaceAll('\\\n', ' ').split('\n'))
        .flatMap((line) => [...line.matchAll(/(?:\bgroundwork(?:\.mjs)?) ([a-z]+\b[^|>)#]*)/g)])
        .map(([, words = '']) => ({ page, words: words.trim() })),
    ),
  );
  const knows = (command: Command, option: string): boolean =>
    [...command.options, ...program.options].some(({ long, short }) => option === long || option === short);

  it('is one, with options that it has', () => {
    expect(shown.map(({ page }) => page)).toEqual(
      expect.arrayContaining(['README.md', 'docs/cli.md', 'docs/console.md', 'docs/ci.md']),
    );
    const unknown = shown.filter(({ words }) => {
      const [name = '', ...rest] = words.split(/\s+/);
      const command = program.commands.find((each) => each.name() === name);
      const options = rest.filter((word) => /^--?[a-z]/.test(word)).map((word) => word.split('=')[0] ?? '');
      return !command || options.some((option) => !knows(command, option));
    });
    expect(unknown).toEqual([]);
  });
});
