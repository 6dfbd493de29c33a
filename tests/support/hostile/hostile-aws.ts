import { Agent, createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { type AwsAnswer, type AwsRequest, handOn, readWhole } from '../aws-request.ts';
import { aborted } from './answers.ts';
import { drawFault, FAULT_KINDS, type Fate, type FaultKind } from './faults.ts';
import { lagMemory } from './lag.ts';
import { type Subject, subjectOf } from './subject.ts';

export interface HostilePlan {
  /** The same seed gives the same faults to the same requests, in the order in which each operation is asked for. */
  seed: number;
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
  const beingWritten = new Set<string>();
  let raging = false;

  const carryOut = async (subject: Subject, request: AwsRequest): Promise<AwsAnswer> => {
    const answer = await handOn(target, request, agent);
    lag.saw(subject, answer);
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
    const nth = (asked.get(subject.name) ?? 0) + 1;
    asked.set(subject.name, nth);
    const fault = drawFault(draw, subject, nth, lag);
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
