import { routed } from './contract.ts';
import type { Known, Pair } from './draft.ts';
import { judge, type Secrets } from './judge.ts';
import { type Grant, grantOf } from './ledger.ts';
import type { Request } from './request.ts';
import { requests } from './requests.ts';
import { type Answer, bytesOf, send } from './wire.ts';
import { desireOf } from './world.ts';

/** Requests that are under way at a time. */
const AT_ONCE = 16;
/** Failures that are kept with all that was sent and answered. */
const MOST_SHOWN = 10;
const LONGEST_SHOWN = 2000;
const HOST: readonly Pair[] = [['host', 'localhost']];

export interface RunOptions {
  url: string;
  /** How many. */
  requests: number;
  seed: number;
  known: Known;
  secrets: Secrets;
  /** What is stored of all that was asked for; each entry another environment, life or generation. */
  desired: () => Promise<string[]>;
  /** Sent with a request for the operation: who asks. */
  headersFor: (operationId: string) => readonly Pair[];
}

export interface Run {
  sent: number;
  /** Answers by what was judged wrong with them. */
  faults: Record<string, number>;
  /** What was sent and answered, of the first of them. */
  shown: string[];
  grants: Grant[];
  /** Answers of what stands before the functions. */
  byGateway: number;
  /** Statuses by the operation that was answered for, with how often. */
  answers: Record<string, Record<string, number>>;
}

/** Sends the requests, and judges every answer and what is stored after it. */
export async function run(options: RunOptions): Promise<Run> {
  const { requests: number, seed, known, desired } = options;
  const result: Run = { sent: 0, faults: {}, shown: [], grants: [], byGateway: 0, answers: {} };
  let stored = await desired();
  const watched = async (sent: readonly Request[], work: () => Promise<unknown>) => {
    const before = result.grants.length;
    await work();
    const now = await desired();
    const granted = result.grants.slice(before).map(desireOf);
    const changed = now.filter((one) => !stored.includes(one) && !granted.includes(one));
    for (const one of changed) note(result, `stored without being granted: ${one}`, sent);
    stored = now;
  };
  for (const batch of requests(number, seed, known)) {
    const crowd = batch.filter(({ alone }) => !alone);
    const next = crowd.values();
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      for (const request of next) await one(request, options, result);
    });
    await watched([], () => Promise.all(lanes));
    for (const request of batch.filter(({ alone }) => alone)) {
      await watched([request], () => one(request, options, result));
    }
  }
  return result;
}

async function one(request: Request, { url, secrets, headersFor }: RunOptions, result: Run): Promise<void> {
  result.sent += 1;
  try {
    const answer = await send(url, request, headersFor(routed(request.method, request.target).operationId));
    const { faults, byGateway } = judge(request, answer, secrets);
    if (byGateway) result.byGateway += 1;
    else count(result, request, answer);
    for (const fault of faults) note(result, fault, [request], answer);
  } catch (error) {
    note(result, String(error), [request]);
  }
}

function count({ answers, grants }: Run, request: Request, answer: Answer): void {
  const { operationId } = routed(request.method, request.target);
  const statuses = answers[operationId] ?? {};
  answers[operationId] = statuses;
  add(statuses, String(answer.status));
  grants.push(...grantOf(request, answer));
}

const add = (counts: Record<string, number>, name: string): void => {
  counts[name] = (counts[name] ?? 0) + 1;
};

/** @param requests that it may have come of */
function note({ faults, shown }: Run, fault: string, requests: readonly Request[], answer?: Answer): void {
  add(faults, fault);
  if (faults[fault] !== 1 || shown.length >= MOST_SHOWN) return;
  const sent = requests.flatMap((request) => [`# with ${request.trick}`, typed(bytesOf(request, HOST))]);
  const told = answer
    ? [answer.status, ...answer.headers.map((pair) => pair.join(': ')), '', answer.body]
    : [];
  shown.push([`# ${fault}`, ...sent, ...told].join('\n').slice(0, 2 * LONGEST_SHOWN));
}

/** As a shell takes it: `printf '…' | nc localhost 3000`. */
function typed(bytes: Buffer): string {
  const text = bytes
    .subarray(0, LONGEST_SHOWN)
    .toString('latin1')
    .replace(/[^\x20-\x7e]|['\\%]/g, (letter) => `\\${letter.charCodeAt(0).toString(8).padStart(3, '0')}`);
  const left = bytes.length - LONGEST_SHOWN;
  return `printf '${text}'${left > 0 ? ` # and ${left} bytes` : ''}`;
}
