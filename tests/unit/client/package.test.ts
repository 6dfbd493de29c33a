import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, it } from '@jest/globals';
import { environmentLike, useMadeUpApi } from '../../support/made-up-api.ts';
import { useFolder } from '../../support/suite.ts';

const run = promisify(execFile);
const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const folder = useFolder();
const api = useMadeUpApi();

/** As somebody writes it who has never seen the sources. */
const PROGRAM = `
import { answerOf, createClient, type Environment, type EnvironmentRequest, isSettled, ProblemError, watch } from 'groundwork';

const client = createClient({ url: process.argv[2] ?? '' });
const body = { id: 'pr-123', allowedCidrs: ['203.0.113.7'] };
const accepted: Environment = (await answerOf(client.POST('/environments', { body }))) as Environment;
for await (const { status, resources } of watch(client, accepted.id)) console.log(status, resources.length);
const params = { path: { id: 'pr-123' } };
const { outputs } = await answerOf(client.GET('/environments/{id}', { params }));
console.log(outputs.buckets.initial?.name, isSettled(accepted));
try {
  await answerOf(client.DELETE('/environments/{id}', { params: { ...params, query: { force: 'true' } } }));
} catch (error) {
  if (error instanceof ProblemError) console.log(error.problem.code, error.message);
}
// @ts-expect-error there is no such field
const mistaken: EnvironmentRequest = { alowedCidrs: ['203.0.113.7'] };
// @ts-expect-error there is no such path
await client.GET('/environment');
`;

const page = readFileSync(join(ROOT, 'docs/cli.md'), 'utf8');
const [, onPage = ''] = /```ts\n(.*?)```/s.exec(page) ?? [];

it('a program with the built package passes the compiler, and runs', async () => {
  const own = join(folder, 'groundwork');
  mkdirSync(join(folder, 'node_modules'));
  mkdirSync(own);
  cpSync(join(ROOT, 'package.json'), join(own, 'package.json'));
  symlinkSync(join(ROOT, 'node_modules'), join(own, 'node_modules'));
  symlinkSync(own, join(folder, 'node_modules', 'groundwork'));
  symlinkSync(join(ROOT, 'node_modules', '@types'), join(folder, 'node_modules', '@types'));
  symlinkSync(join(ROOT, 'node_modules', 'undici-types'), join(folder, 'node_modules', 'undici-types'));
  const script = `import { buildClient } from './scripts/build/client.ts'; await buildClient(${JSON.stringify(join(own, 'dist'))});`;
  await run(process.execPath, ['--input-type=module', '-e', script], { cwd: ROOT });
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(join(folder, 'program.ts'), PROGRAM);
  writeFileSync(join(folder, 'page.ts'), onPage.replace('http://localhost:3000', api.url));
  const settings = {
    compilerOptions: {
      strict: true,
      target: 'es2022',
      module: 'nodenext',
      types: ['node'],
      noEmitOnError: true,
    },
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(settings));

  const compiler = join(ROOT, 'node_modules/typescript/bin/tsc');
  const compiled = await run(process.execPath, [compiler, '-p', folder]).catch(({ stdout }) => ({ stdout }));
  expect(compiled.stdout).toBe('');

  const making = environmentLike({ status: 'PROVISIONING', resources: [] });
  const title = 'The environment is protected';
  const problem = { title, status: 409, code: 'deletion-protected', detail: 'It is.' };
  const headers = { 'content-type': 'application/problem+json' };
  api.answers(
    { status: 202, body: making },
    { body: making },
    { body: environmentLike() },
    { body: environmentLike() },
    { status: 409, body: problem, headers },
    { status: 404, body: { ...problem, status: 404 }, headers },
  );
  const { stdout } = await run(process.execPath, [join(folder, 'program.js'), api.url]);
  expect(stdout.trim().split('\n')).toEqual([
    'PROVISIONING 0',
    'READY 2',
    'initial-pr-123-547k5bgvhxfe false',
    'deletion-protected The environment is protected: It is.',
  ]);

  api.answers({ status: 202, body: making }, { body: making }, { body: environmentLike() });
  const shown = await run(process.execPath, [join(folder, 'page.js')]);
  expect(shown).toEqual({ stdout: 'PROVISIONING\nREADY\n', stderr: '' });
});
