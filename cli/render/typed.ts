import type { Problem } from '../../client/contract.ts';
import { CREDENTIALS } from '../../client/problem.ts';

/** The commands of `GET /environments` and what stands behind it. */
const COMMANDS: Readonly<Record<string, string>> = {
  'GET /environments': 'list',
  'POST /environments': 'create',
  'GET /environments/{id}': 'get',
  'PATCH /environments/{id}': 'update',
  'DELETE /environments/{id}': 'delete',
  'GET /environments/{id}/ready': 'wait',
  'POST /environments/{id}/reconcile': 'reconcile',
  'POST /environments/{id}/restore': 'restore',
  'POST /imports': 'import',
};

const REQUEST = /\b(GET|POST|PATCH|DELETE) (\/environments|\/imports)(?:\/([\w-]+))?(\/\w+)?/g;

const UNPROTECT = /\bPATCH (?:\/environments\/([\w-]+)|it) with \{"deletionProtection": false\}/g;

const PARAMETER = /\b(dryRun|force|retain)=true\b|\bevenIfProtected\b/g;

/** What the API says, with commands for its requests, and options for their parameters. Pure. */
export const typed = (text: string): string =>
  text
    .replace(UNPROTECT, (_, id = '<id>') => `\`groundwork update ${id} --no-protect\``)
    .replace(REQUEST, (request, method, collection, id, rest = '') => {
      const command = COMMANDS[`${method} ${collection}${id ? '/{id}' : ''}${rest}`];
      return command ? `\`groundwork ${command}${id ? ` ${id}` : ''}\`` : request;
    })
    .replace(PARAMETER, (name) => `--${kebab(name.replace('=true', ''))}`)
    .replace('the header groundwork-tenant', '--tenant');

const kebab = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What to do, where more than the request is said otherwise on the command line. */
const NEXT: Partial<Record<Problem['code'], (problem: Problem, id: string) => string | undefined>> = {
  'validation-failed': () => 'Correct that, and try again. Nothing was changed.',
  unauthenticated: () => CREDENTIALS,
  // No route takes it.
  'not-found': ({ nextAction }) =>
    nextAction?.includes('openapi.json')
      ? 'See that --url or GROUNDWORK_URL is the address of a deployment.'
      : undefined,
  'environment-exists': ({ instance, nextAction }, id) => {
    if (!instance.endsWith('/environments')) return undefined;
    return nextAction?.startsWith('Wait')
      ? `\`groundwork wait ${id} --for deleted\` waits for that; with --or-update this command does.`
      : `Choose another id. To change it: \`groundwork update ${id}\`, or this command with --or-update.`;
  },
  'deletion-protected': (_, id) => `\`groundwork update ${id} --no-protect\` allows it again.`,
  'precondition-failed': (_, id) => `\`groundwork get ${id}\` shows it as it is now.`,
  'idempotency-key-reused': () => 'Say the same as then, or give another --idempotency-key.',
  'rate-limited': () => 'Try again in a minute.',
  unavailable: () => 'Try again in a minute.',
};

const ID = /\/environments\/([\w-]+)/;

/** A problem's title, detail and next action, as they are said to whoever typed. Pure. */
export function toldOf(problem: Problem): Pick<Problem, 'title' | 'detail' | 'nextAction'> {
  const { code, title, detail, instance = '', nextAction = '' } = problem;
  const [, id = '<id>'] = ID.exec(instance) ?? ID.exec(nextAction) ?? [];
  const next = NEXT[code]?.({ ...problem, instance }, id) ?? typed(nextAction);
  const isRestore = code === 'environment-exists' && instance.endsWith('/restore');
  return {
    title: isRestore ? 'There is nothing to restore' : title,
    detail: typed(detail),
    ...(next && { nextAction: next }),
  };
}
