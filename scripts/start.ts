/** `npm start`: the whole system on this machine, until Ctrl-C. */
import { callers } from '../lib/api/caller.ts';
import { authConfig } from '../lib/config.ts';
import { type LocalConsole, portFrom, startConsole } from './local/console.ts';
import { isFree } from './local/ports.ts';
import { startSystem } from './local/system.ts';

const fail = (message: string): never => {
  console.error(message);
  process.exit(1);
};

const portOf = (text: string, name = 'PORT'): number => {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65535 ? port : fail(`${name} must be a number from 1 to 65535, not '${text}'.`);
};

/** Who may call, and what curl needs for it. */
const CALLERS = {
  none: {
    who: 'Anybody on this machine may call it, without authentication; others can not reach it.',
    curl: '',
  },
  iam: {
    who: 'It takes what is signed with these credentials.',
    curl:
      ' --aws-sigv4 aws:amz:eu-west-1:execute-api --user "$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY"' +
      (process.env.AWS_SESSION_TOKEN ? ' -H "x-amz-security-token: $AWS_SESSION_TOKEN"' : ''),
  },
  jwt: {
    who: `It takes tokens of ${process.env.JWT_ISSUER} in which ${process.env.CALLERS}.`,
    curl: ' -H "authorization: Bearer $TOKEN"',
  },
};

const isWay = (auth: string): auth is keyof typeof CALLERS => auth in CALLERS;

/** What is missing before anybody can be let in. */
function wrongWith(auth: string): string | undefined {
  if (!isWay(auth)) return `AUTH must be none, iam or jwt, not '${auth}'.`;
  const missing = ['JWT_ISSUER', 'CALLERS', 'TENANT_CLAIM'].filter((name) => !process.env[name]);
  if (auth === 'jwt' && missing.length > 0) {
    return `AUTH=jwt needs ${missing.join(', ')} as well: docs/callers.md says what they are.`;
  }
  try {
    const unlessSaid = {
      STAGE: 'local',
      AUTH: auth,
      CALLERS: '*',
      ADMINS: 'off',
      OPERATORS: '*',
      READERS: 'off',
    };
    const said = Object.entries(process.env).filter(([, value]) => value);
    callers(authConfig({ ...unlessSaid, ...Object.fromEntries(said), STAGE: 'local' }));
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

const auth = process.env.AUTH || 'none';
const wrong = wrongWith(auth);
if (wrong) fail(wrong);

/** What the AWS CLI needs besides the address, looked up before the console's own are set. */
const credentials = process.env.AWS_ACCESS_KEY_ID ? '' : ' AWS_ACCESS_KEY_ID=test AWS_SECRET_ACCESS_KEY=test';

const banner = (port: number, endpoint: string, { address, docs }: LocalConsole): string => {
  const environments = `http://localhost:${port}/environments`;
  const { who, curl } = CALLERS[auth as keyof typeof CALLERS];
  const way = auth === 'iam' ? ' GROUNDWORK_AUTH=iam' : '';
  return `
groundwork is ready at http://localhost:${port} (Ctrl-C ends it)
${who}
The console is at ${address}, the reference at ${docs}
${process.env.AWS_ENDPOINT_URL ? 'Your AWS' : 'The embedded AWS'} is at ${endpoint}. For groundwork's command line and the AWS CLI:
  export GROUNDWORK_URL=http://localhost:${port}${way} AWS_ENDPOINT_URL=${endpoint} AWS_DEFAULT_REGION=eu-west-1${credentials}

Create an environment, look at it, delete it:
  curl -sS ${environments}${curl} -H 'content-type: application/json' -H 'prefer: wait=20' -d '{"id":"first","allowedCidrs":["203.0.113.7"]}'
  curl -sS ${environments}/first${curl}
  curl -sS -X DELETE '${environments}/first?force=true'${curl} -H 'prefer: wait=20'
`;
};

const port = portOf(process.env.PORT || '3000');
if (!(await isFree(port))) fail(`Port ${port} is taken. Choose another one: PORT=${port + 1} npm start`);
const askedFor = process.env.CONSOLE_PORT;
const consolePort = askedFor ? portOf(askedFor, 'CONSOLE_PORT') : await portFrom(port + 1);
if (askedFor && !(await isFree(consolePort))) {
  fail(`Port ${consolePort} is taken. Choose another one: CONSOLE_PORT=${consolePort + 1} npm start`);
}

const interrupted = new AbortController();
const ended = new Promise<void>((resolve) => {
  const end = () => {
    interrupted.abort();
    resolve();
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, end);
  // A signal sent to npm may end npm and the shell between without ever reaching us.
  const parent = process.ppid;
  const watch = setInterval(() => {
    if (process.env.npm_lifecycle_event && process.ppid !== parent) end();
  }, 250);
  watch.unref();
});

try {
  let ready = false;
  const system = await startSystem({
    port,
    endpoint: process.env.AWS_ENDPOINT_URL,
    onProgress: (line) => console.log(line),
    onLog: (line) => ready && console.log(line),
    signal: interrupted.signal,
    // Where `/console` and `/docs` lead to.
    env: { CONSOLE_ADDRESS: `http://127.0.0.1:${consolePort}` },
  });
  const page = await startConsole({
    url: new URL(system.url),
    port: consolePort,
    auth,
    onLog: (line) => console.error(line),
  }).catch(async (error) => {
    await system.stop();
    throw error;
  });
  console.log(banner(port, system.endpoint, page));
  ready = true;
  const failure = await Promise.race([ended, system.failed]);
  ready = false;
  await page.close();
  await system.stop();
  if (failure) fail(failure.message);
} catch (error) {
  if (!interrupted.signal.aborted) fail(error instanceof Error ? error.message : String(error));
}
process.exit(0);
