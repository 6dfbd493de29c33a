import { routed } from './contract.ts';
import type { Known, Pair } from './draft.ts';
import { judge, type Secrets } from './judge.ts';
import { type Grant, grantOf } from './ledger.ts';
import type { Request } from './request.ts';
import { requests } from './requests.ts';
import { type Answer, bytesOf, send } from './wire.ts';

/** Requests that are under way at a time. */
const AT_ONCE = 16;
/** Failures that are kept with all that was sent and answered. */
const MOST_SHOWN = 10;
const LONGEST_SHOWN = 2000;

export interface RunOptions {
  url: string;
  /** How many. */
  requests: number;
  seed: number;
  known: Known;
  secrets: Secrets;
  /** Sent with every request: who asks. */
  headers?: readonly Pair[];
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

/** Sends the requests and judges every answer. */
export async function run({
  url,
  requests: number,
  seed,
  known,
  secrets,
  headers = [],
}: RunOptions): Promise<Run> {
  const result: Run = { sent: 0, faults: {}, shown: [], grants: [], byGateway: 0, answers: {} };
  const one = async (request: Request) => {
    result.sent += 1;
    try {
      const answer = await send(url, request, headers);
      const { faults, byGateway } = judge(request, answer, secrets);
      if (byGateway) result.byGateway += 1;
      else count(result, request, answer);
      for (const fault of faults) note(result, fault, request, answer);
    } catch (error) {
      note(result, String(error), request);
    }
  };
  for (const batch of requests(number, seed, known)) {
    const crowd = batch.filter(({ alone }) => !alone).values();
    const lanes = Array.from({ length: AT_ONCE }, async () => {
      for (const request of crowd) await one(request);
    });
    await Promise.all(lanes);
    for (const request of batch.filter(({ alone }) => alone)) await one(request);
  }
  return result;
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

function note({ faults, shown }: Run, fault: string, request: Request, answer?: Answer): void {
  add(faults, fault);
  if (faults[fault] !== 1 || shown.length >= MOST_SHOWN) return;
  const { trick } = request;
  const told = answer
    ? [answer.status, ...answer.headers.map((pair) => pair.join(': ')), '', answer.body]
    : ['none'];
  shown.push(
    [`# ${fault}`, `# with ${trick}`, typed(bytesOf(request)), ...told.map(String)]
      .join('\n')
      .slice(0, 2 * LONGEST_SHOWN),
  );
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
