import { setTimeout as sleep } from 'node:timers/promises';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { ask, numbersOf, type Reply } from './client.ts';

/** What an environment was asked to be last. */
export type Wanted = { status: 'READY'; spec: Record<string, unknown> } | { status: 'DELETED' };

/** Somebody who has one environment. */
export interface Owner {
  id: string;
  /** Absent: nothing was accepted yet. */
  wanted?: Wanted;
  /** The status it was seen in last. */
  seen: string;
  /** Answers that no client should get. */
  wrong: string[];
}

interface Place {
  url: string;
  /** Behind the service's back, to fill buckets. */
  s3: S3Client;
  /** Milliseconds since 1970 after which nothing is waited for any more. */
  deadline: number;
}

/** What owners do, and how many of a hundred. */
const HABITS: [share: number, habit: (owner: Owner, place: Place, random: () => number) => Promise<void>][] =
  [
    [35, async (owner, place, random) => creates(owner, place, random)],
    [
      20,
      async (owner, place, random) => {
        await creates(owner, place, random);
        await waits(owner, place);
        await changes(owner, place, random);
      },
    ],
    [
      10,
      async (owner, place, random) => {
        await creates(owner, place, random);
        await changes(owner, place, random);
        await changes(owner, place, random);
      },
    ],
    [
      10,
      async (owner, place, random) => {
        await creates(owner, place, random);
        await waits(owner, place);
        await deletes(owner, place);
      },
    ],
    [
      10,
      async (owner, place, random) => {
        await creates(owner, place, random);
        await sleep(random() * 2000);
        await deletes(owner, place);
      },
    ],
    [
      5,
      async (owner, place, random) => {
        await creates(owner, place, random);
        await waits(owner, place);
        await fills(owner, place);
        await deletes(owner, place, '?force=true');
      },
    ],
    [
      10,
      async (owner, place, random) => {
        await creates(owner, place, random);
        await deletes(owner, place);
        await waits(owner, place);
        await creates(owner, place, random);
      },
    ],
  ];

/** An environment's whole story, which the seed determines. It ends when the environment is as was asked last. */
export async function lives(owner: Owner, place: Place, seed: number): Promise<void> {
  const random = numbersOf(seed);
  const all = HABITS.flatMap(([share, habit]) => Array.from({ length: share }, () => habit));
  await all[Math.floor(random() * all.length)]?.(owner, place, random);
  await waits(owner, place);
}

async function creates(owner: Owner, { url }: Place, random: () => number): Promise<void> {
  const spec = {
    ...asksFor(random),
    ...(random() < 0.3 && { encryption: { algorithm: 'AES256' } }),
  };
  expecting(owner, await ask(url, 'POST /environments', { id: owner.id, ...spec }), [200, 201, 202]);
  owner.wanted = { status: 'READY', spec };
}

async function changes(owner: Owner, { url }: Place, random: () => number): Promise<void> {
  const spec = asksFor(random);
  expecting(owner, await ask(url, `PATCH /environments/${owner.id}`, spec), [200, 202]);
  owner.wanted = { status: 'READY', spec };
}

async function deletes(owner: Owner, { url }: Place, query = ''): Promise<void> {
  expecting(owner, await ask(url, `DELETE /environments/${owner.id}${query}`), [200, 202]);
  owner.wanted = { status: 'DELETED' };
}

const asksFor = (random: () => number) => ({
  allowedCidrs: [`203.0.113.${Math.floor(random() * 256)}/32`],
  tags: { team: `team-${Math.floor(random() * 1000)}` },
});

function expecting(owner: Owner, { status, body }: Reply, expected: number[]): void {
  if (expected.includes(status)) return;
  owner.wrong.push(`${owner.id}: answered with ${status}: ${JSON.stringify(body)}`);
}

async function fills({ id }: Owner, { url, s3 }: Place): Promise<void> {
  const { body } = await ask(url, `GET /environments/${id}`);
  const Bucket = body.outputs?.buckets?.initial?.name;
  if (!Bucket) return;
  for (let count = 0; count < 5; count++) {
    await s3.send(new PutObjectCommand({ Bucket, Key: `file-${count}`, Body: 'content' }));
  }
}

/** Until nothing further happens to it by itself, or the time is over. */
async function waits(owner: Owner, { url, deadline }: Place): Promise<void> {
  while (Date.now() < deadline) {
    const { status, body } = await ask(url, `GET /environments/${owner.id}`);
    owner.seen = status === 404 ? 'missing' : body.status;
    if (status === 404 || ['READY', 'FAILED', 'DELETED', 'DELETE_FAILED'].includes(owner.seen)) return;
    await sleep(500);
  }
}
