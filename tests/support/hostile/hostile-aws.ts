import { Agent, createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AwsAnswer, type AwsRequest, handOn, readWhole } from '../aws-request.ts';
import { aborted } from './answers.ts';
import { drawFault, FAULT_KINDS, type Fate, type FaultKind } from './faults.ts';
import { lagMemory } from './lag.ts';
import { madeBy, type Subject, subjectOf } from './subject.ts';

export interface HostilePlan {
  /** The same seed gives the same faults to the same requests of an owner, in the order of each operation. */
  seed: number;
  /** Tells from a request whose it is; left out: they are all of one owner. */
  owner?: RegExp;
  /** Share of requests that get a fault. */
  faults: number;
  /** How long something new may be invisible, and how old a stale read may be. */
  lagMilliseconds: number;
  /** Left out: all of them. */
  kinds?: readonly FaultKind[];
}

/** AWS as it is on its worst day: an emulator behind a proxy that does what the emulator never shows. */
export interface HostileAws {
  endpoint: string;
  /** How often each kind was injected. */
  injected: Map<FaultKind, number>;
  /** Writes to the settings of a bucket that came while another one was under way; they were refused. */
  overlaps: string[];
  /** It begins calm. */
  calm(): void;
  rage(): void;
  stop(): Promise<void>;
}

export async function hostileAws(emulator: string, plan: HostilePlan): Promise<HostileAws> {
  const target = new URL(emulator);
  const agent = new Agent({ keepAlive: true });
  const draw = { kinds: FAULT_KINDS, ...plan };
  const lag = lagMemory(plan.lagMilliseconds);
  const injected = new Map<FaultKind, number>();
  const overlaps: string[] = [];
  const asked = new Map<string, number>();
  /** By things whose names don't tell: ids of keys. */
  const owners = new Map<string, string>();
  const beingWritten = new Set<string>();
  let raging = false;

  const ownerOf = ({ wording, things }: Subject): string =>
    plan.owner?.exec(wording)?.[0] ?? things.map((thing) => owners.get(thing)).find(Boolean) ?? '';

  const carryOut = async (subject: Subject, request: AwsRequest): Promise<AwsAnswer> => {
    const answer = await handOn(target, request, agent);
    lag.saw(subject, answer);
    for (const thing of madeBy(subject, answer)) owners.set(thing, ownerOf(subject));
    return answer;
  };

  /** @returns undefined: there is no answer */
  const suffer = async (
    fate: Fate | undefined,
    subject: Subject,
    request: AwsRequest,
  ): Promise<AwsAnswer | undefined> => {
    if (fate?.does === 'answer') return fate.answer;
    if (fate?.does === 'cut' && !fate.carriedOut) return undefined;
    if (fate?.does === 'wait') await sleep(fate.milliseconds);
    if (fate?.does === 'carry out twice') await carryOut(subject, request);
    const answer = await carryOut(subject, request);
    if (fate?.does === 'answer afterwards') return fate.answer;
    return fate?.does === 'cut' ? undefined : answer;
  };

  /** A bucket takes one change of its settings at a time. */
  const oneAtATime = async (subject: Subject, work: () => Promise<AwsAnswer | undefined>) => {
    const [bucket = ''] = subject.things;
    if (!raging || subject.bucketConfig !== 'write') return work();
    if (beingWritten.has(bucket)) {
      overlaps.push(`${subject.name} ${bucket}`);
      return aborted();
    }
    beingWritten.add(bucket);
    try {
      return await work();
    } finally {
      beingWritten.delete(bucket);
    }
  };

  const respond = async (request: AwsRequest): Promise<AwsAnswer | undefined> => {
    const subject = subjectOf(request);
    if (!raging) return carryOut(subject, request);
    const what = `${ownerOf(subject)} ${subject.name}`;
    const nth = (asked.get(what) ?? 0) + 1;
    asked.set(what, nth);
    const fault = drawFault(draw, subject, `${what} ${nth}`, lag);
    if (fault) injected.set(fault.kind, (injected.get(fault.kind) ?? 0) + 1);
    return oneAtATime(subject, () => suffer(fault?.fate, subject, request));
  };

  const server = createServer(async (incoming, outgoing) => {
    const { method = '', url = '', headers } = incoming;
    try {
      reply(outgoing, await respond({ method, url, headers, body: await readWhole(incoming) }));
    } catch (error) {
      outgoing.destroy(error as Error);
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    injected,
    overlaps,
    calm: () => {
      raging = false;
    },
    rage: () => {
      raging = true;
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
        agent.destroy();
      }),
  };
}

function reply(outgoing: ServerResponse, answer: AwsAnswer | undefined): void {
  if (!answer) return void outgoing.destroy();
  outgoing.writeHead(answer.status, answer.headers).end(answer.body);
}
