import { fileURLToPath } from 'node:url';
import { type Child, startChild, waitUntil } from './child.ts';
import { withoutAws } from './credentials.ts';
import { freePorts } from './ports.ts';
import { findMoto } from './python.ts';

const LAUNCHER = fileURLToPath(new URL('launcher.py', import.meta.url));

export interface Emulator {
  endpoint: string;
  /** Resolves when it ended by itself; never for one that we didn't start. */
  failed: Promise<Error>;
  stop(): Promise<void>;
}

export interface EmulatorOptions {
  /** One that runs already; then nothing is started. */
  endpoint?: string | undefined;
  /**
   * moto refuses what a bucket policy denies without looking at conditions. `ignored` (the default) leaves such
   * statements out, so that objects can be put and read; `enforced` is moto as it is.
   */
  conditionalDenies?: 'ignored' | 'enforced';
  onProgress?: (line: string) => void;
  signal?: AbortSignal | undefined;
}

/** Milliseconds in which one that runs answers, however busy it is. Where nothing listens, that is known at once. */
const ANSWERS_WITHIN = 30_000;

/** @param within milliseconds */
const answers = (endpoint: string, signal: AbortSignal | undefined, within: number): Promise<boolean> => {
  const timeout = AbortSignal.timeout(within);
  return fetch(endpoint, { signal: signal ? AbortSignal.any([signal, timeout]) : timeout }).then(() => true);
};

/** Arguments come last, so that moto's own script and the launcher take them alike. */
const command = (moto: Awaited<ReturnType<typeof findMoto>>, enforced: boolean): [string, ...string[]] => {
  if ('script' in moto) return [moto.script];
  return [moto.python, LAUNCHER, ...(enforced ? ['--enforce-conditional-denies'] : [])];
};

/** An AWS to talk to: the given one, else a fresh and empty moto. */
export const startEmulator = async (options: EmulatorOptions = {}): Promise<Emulator> => {
  const { endpoint: given, conditionalDenies = 'ignored', onProgress = () => {}, signal } = options;
  if (given) {
    if (!(await answers(given, signal, ANSWERS_WITHIN).catch(() => false))) {
      signal?.throwIfAborted();
      throw new Error(`Nothing answers at AWS_ENDPOINT_URL (${given}). Unset it to get an embedded AWS.`);
    }
    return { endpoint: given, failed: new Promise(() => {}), stop: async () => {} };
  }

  const moto = await findMoto({ onProgress, signal });
  if ('script' in moto && conditionalDenies === 'ignored') {
    onProgress(
      'no interpreter can import moto: it runs as it is and refuses object calls on guarded buckets',
    );
  }
  const [port = 0] = await freePorts(1);
  const [name, ...args] = command(moto, conditionalDenies === 'enforced');
  const child: Child = startChild({
    name: 'The AWS emulator',
    command: name,
    args: [...args, '-H', '127.0.0.1', '-p', String(port)],
    env: { ...withoutAws(process.env), PYTHONUNBUFFERED: '1' },
  });
  const endpoint = `http://127.0.0.1:${port}`;
  try {
    const ready = () => answers(`${endpoint}/moto-api/`, signal, 2000);
    await waitUntil('The AWS emulator', ready, { child, seconds: 30, signal });
  } catch (error) {
    await child.stop();
    throw error;
  }
  return { endpoint, failed: child.failed, stop: child.stop };
};
