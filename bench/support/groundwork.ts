import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type System, startSystem } from '../../scripts/local/system.ts';
import { credentialsOf } from '../../tests/support/account.ts';
import type { AwsAnswer, AwsRequest } from '../../tests/support/aws-request.ts';
import type { Bench } from '../part.ts';
import { type TimingProxy, timingProxy } from './proxy.ts';
import { ALLOWED_CIDRS, newId } from './wanted.ts';

/** Milliseconds without an answer from AWS, besides twice the delay, after which no call is under way. */
const QUIET = 300;
const LOOK_EVERY = 50;
/** Milliseconds in which a system comes to rest. */
const REST_WITHIN = 30_000;
/** What the worker's event source mapping does all the time. */
export const POLLING = 'SQS.ReceiveMessage';

/**
 * A system as `npm start` starts it, with everything that it sends to AWS going through a proxy. It has an account of its
 * own: of a queue of one that was stopped the emulator still serves the last polls, and messages get lost with them.
 */
export interface Groundwork {
  system: System;
  proxy: TimingProxy;
  /** Sends a request and waits until it is carried out. @throws Error when the answer is another than that */
  create(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  /** Resolves when it has done all that the last request led to. */
  atRest(): Promise<void>;
}

/** @param about what the proxy remembers of a call, given the system: it knows what its tables are called */
export async function startGroundwork(
  bench: Bench,
  about?: (request: AwsRequest, answer: AwsAnswer) => string,
): Promise<Groundwork> {
  const { endpoint, signal, untilEnd } = bench;
  const proxy = await untilEnd(timingProxy(endpoint, about));
  const env = await ofNewAccount(endpoint);
  const system = await untilEnd(startSystem({ endpoint: proxy.endpoint, env, signal }));

  const send = async (method: string, path: string, expected: string, body?: object): Promise<void> => {
    const answer = await fetch(new URL(path, system.url), {
      method,
      headers: { prefer: 'wait=20', ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      signal,
    });
    const text = await answer.text();
    const { status } = JSON.parse(text) as { status?: unknown };
    if (!answer.ok || status !== expected) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  };

  return {
    system,
    proxy,
    create: (id) => send('POST', '/environments', 'READY', { id, allowedCidrs: ALLOWED_CIDRS }),
    remove: (id) => send('DELETE', `/environments/${id}`, 'DELETED'),
    atRest: () => atRest(proxy, signal),
  };
}

async function ofNewAccount(endpoint: string): Promise<Record<string, string>> {
  const accountId = String(randomInt(10 ** 11, 10 ** 12));
  const { Credentials } = await credentialsOf(endpoint, accountId);
  const { AccessKeyId = '', SecretAccessKey = '', SessionToken = '' } = Credentials ?? {};
  return {
    AWS_ACCESS_KEY_ID: AccessKeyId,
    AWS_SECRET_ACCESS_KEY: SecretAccessKey,
    AWS_SESSION_TOKEN: SessionToken,
  };
}

/** An environment made and deleted, so that every function has started. */
export async function warmUp({ create, remove, atRest }: Groundwork): Promise<void> {
  const id = newId();
  await create(id);
  await atRest();
  await remove(id);
  await atRest();
}

/** Every message that was sent has been worked off, and nothing is under way. */
async function atRest({ calls, delay }: TimingProxy, signal: AbortSignal): Promise<void> {
  const count = (name: string) => calls.filter((call) => call.name === name).length;
  for (const deadline = performance.now() + REST_WITHIN; ; await sleep(LOOK_EVERY, undefined, { signal })) {
    const last = Math.max(...calls.filter(({ name }) => name !== POLLING).map(({ end }) => end));
    const isQuiet = performance.now() - last > QUIET + 2 * delay;
    if (isQuiet && count('SQS.SendMessage') <= count('SQS.DeleteMessage')) return;
    if (performance.now() > deadline) throw new Error('groundwork does not come to rest');
  }
}
