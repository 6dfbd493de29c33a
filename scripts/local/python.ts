import { constants } from 'node:fs';
import { access, mkdir, open, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { run } from './child.ts';
import { ROOT } from './configuration.ts';

/** The moto that is installed where none is there. */
export const MOTO = 'moto[server]==5.2.1';

const VENV = join(ROOT, '.venv');
const LOCK = join(VENV, 'installing');

interface Options {
  signal?: AbortSignal | undefined;
  onProgress: (line: string) => void;
}

const onPath = async (name: string): Promise<string | undefined> => {
  for (const folder of (process.env.PATH ?? '').split(delimiter).filter(Boolean)) {
    const file = join(folder, name);
    if (
      await access(file, constants.X_OK).then(
        () => true,
        () => false,
      )
    )
      return file;
  }
  return undefined;
};

/** The interpreter in a script's first line; a shim of a version manager has none. */
const interpreterOf = async (script: string): Promise<string | undefined> => {
  const file = await open(script);
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(512), 0, 512, 0);
    return /^#!\s*(\S*python\S*)\s*$/m.exec(buffer.toString('utf8', 0, bytesRead).split('\n')[0] ?? '')?.[1];
  } finally {
    await file.close();
  }
};

/** Undefined: it can run moto's server; else why it can't. */
const obstacle = (python: string, signal: AbortSignal | undefined): Promise<string | undefined> =>
  run(python, ['-c', 'import moto.server'], { signal }).then(
    () => undefined,
    (error: Error) => `${python}: ${error.message.split('\n').at(-1)}`,
  );

const install = async (python: string, { signal, onProgress }: Options): Promise<void> => {
  onProgress(`installing ${MOTO} into .venv (once)`);
  await run('python3', ['-m', 'venv', VENV], { signal });
  onProgress('  .venv is made; downloading, this can take a minute');
  const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', MOTO];
  await run(python, pip, { signal });
  onProgress(`  ${MOTO} is installed`);
};

/** The interpreter of the project's own `.venv`, with moto in it. One process installs, others wait for it. */
const ownPython = async (options: Options): Promise<string> => {
  const python = join(VENV, 'bin', 'python');
  await mkdir(VENV, { recursive: true });
  for (const deadline = Date.now() + 300_000; ; await sleep(500, undefined, options)) {
    if (
      await mkdir(LOCK).then(
        () => true,
        () => false,
      )
    )
      break;
    // Whoever left it behind isn't coming back.
    if (Date.now() > deadline) await rm(LOCK, { recursive: true, force: true });
  }
  try {
    if (await obstacle(python, options.signal)) await install(python, options);
    return python;
  } finally {
    await rm(LOCK, { recursive: true, force: true });
  }
};

/** How to run moto on this machine: with an interpreter that can import it, or by its own script alone. */
export const findMoto = async (options: Options): Promise<{ python: string } | { script: string }> => {
  const attempts: string[] = [];
  const script = await onPath('moto_server');
  if (!script) attempts.push('moto_server is not on the PATH');
  const shebang = script && (await interpreterOf(script));
  for (const python of [...(shebang ? [shebang] : []), 'python3', 'python']) {
    const problem = await obstacle(python, options.signal);
    if (!problem) return { python };
    attempts.push(problem);
    options.signal?.throwIfAborted();
  }
  if (script) return { script };
  try {
    return { python: await ownPython(options) };
  } catch (error) {
    options.signal?.throwIfAborted();
    attempts.push(`installing into .venv: ${error instanceof Error ? error.message : error}`);
  }
  throw new Error(
    [
      'There is no AWS emulator to talk to. One of these helps:',
      '  - set AWS_ENDPOINT_URL to the address of a running one;',
      `  - put moto_server on the PATH: pip install '${MOTO}';`,
      '  - make PyPI reachable and the venv module of python3 available (package python3-venv), so that it can',
      '    be installed into .venv.',
      'What was tried:',
      ...attempts.map((line) => `  - ${line.replaceAll('\n', '\n    ')}`),
    ].join('\n'),
  );
};
