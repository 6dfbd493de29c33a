import { type AwsClients, awsClients } from '../../lib/aws/clients.ts';
import { type Call, standAround } from './stand-around.ts';

export interface WatchedClients extends AwsClients {
  /** Every request sent so far, repeats by the SDK included. */
  readonly calls: Call[];
  /** Requests for which it says true are answered with 403 and don't reach AWS. */
  denies: (call: Call) => boolean;
  /** Requests for which it says true are answered as if what they name were not there. */
  hides: (call: Call) => boolean;
  /** Called before a request is sent, which waits for it: what happens at AWS in the meantime. */
  before: (call: Call) => Promise<unknown>;
  /** Changes what is answered: what AWS tells and the emulator does not. */
  amends: (call: Call, output: Record<string, unknown>) => void;
  /** Requests for which it says true take effect, but their answer never arrives. Asked once per request. */
  loses: (call: Call) => boolean;
}

const READ = /\.(Describe|Get|Head|List)/;

/** The requests that can change something. */
export const writesAmong = (calls: readonly Call[]): string[] =>
  calls.map(({ name }) => name).filter((name) => !READ.test(name));

/** The first request of this name (and with these members in its input), not its repeats. */
export function first(name: string, input: Record<string, unknown> = {}): (call: Call) => boolean {
  let seen = false;
  const fits = (call: Call) =>
    call.name === name && Object.entries(input).every(([member, value]) => call.input[member] === value);
  return (call) => {
    if (seen || !fits(call)) return false;
    seen = true;
    return true;
  };
}

/** The clients that production uses, watched below the SDK's retries. */
export function watchedClients(): WatchedClients {
  const real = awsClients();
  const seen = new WeakSet<object>();
  const watch = <T extends { middlewareStack: object }>(client: T): T => {
    if (!seen.has(client)) watchWith(client, () => watched);
    seen.add(client);
    return client;
  };
  const perRegion =
    <T extends { middlewareStack: object }>(make: (region: string) => T) =>
    (region: string): T =>
      watch(make(region));
  const watched: WatchedClients = {
    iam: watch(real.iam),
    kms: perRegion(real.kms),
    kmsOnce: perRegion(real.kmsOnce),
    s3: perRegion(real.s3),
    s3Once: perRegion(real.s3Once),
    calls: [],
    denies: () => false,
    hides: () => false,
    amends: () => undefined,
    before: async () => undefined,
    loses: () => false,
  };
  return watched;
}

function watchWith(client: { middlewareStack: object }, watched: () => WatchedClients): void {
  // Within the SDK's repeats: here each request is one.
  standAround(client, 'deserialize', async (call, send) => {
    const { calls, before, denies, hides, loses } = watched();
    calls.push(call);
    await before(call);
    if (denies(call)) throw accessDenied(call.name);
    if (hides(call)) throw notFound(call.name);
    const answer = await send();
    if (loses(call)) throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
    return answer;
  });
  // Outside the deserializer: here an answer is what the caller gets.
  standAround(client, 'initialize', async (call, send) => {
    const answer = await send();
    watched().amends(call, (answer as { output: Record<string, unknown> }).output);
    return answer;
  });
}

const accessDenied = (name: string): Error =>
  Object.assign(new Error(`not authorized to perform ${name}`), {
    name: name.startsWith('KMS') ? 'AccessDeniedException' : 'AccessDenied',
    $fault: 'client',
    $metadata: { httpStatusCode: 403, requestId: 'denied-by-the-test' },
  });

const notFound = (name: string): Error =>
  Object.assign(new Error(`what ${name} names is not there`), {
    name: name.startsWith('KMS')
      ? 'NotFoundException'
      : name.startsWith('IAM')
        ? 'NoSuchEntityException'
        : 'NoSuchBucket',
    $fault: 'client',
    $metadata: { httpStatusCode: name.startsWith('KMS') ? 400 : 404, requestId: 'hidden-by-the-test' },
  });
