import { type ChildProcess, spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { run } from '../../scripts/local/child.ts';
import { REGION } from '../support/http.ts';
import { inventory, ownedKeys } from '../support/inventory.ts';
import { useFolder, useSystem } from '../support/suite.ts';

const KILLS = 30;
const WORKERS = 2;
const CLIENTS = 6;
const MILLISECONDS_BETWEEN_KILLS = { least: 200, most: 900 };

const system = useSystem({ delivers: false });
const folder = useFolder();
interface Worker {
  process: ChildProcess;
  busyWith: number;
}
const workers: Worker[] = [];

const bundle = join(folder, 'worker.mjs');
beforeAll(async () => {
  const banner = `import { createRequire as requireFrom } from 'node:module'; const require = requireFrom(import.meta.url);`;
  await run('esbuild', [
    fileURLToPath(new URL('worker-process.ts', import.meta.url)),
    '--bundle',
    '--platform=node',
    '--format=esm',
    '--main-fields=module,main',
    `--banner:js=${banner}`,
    `--outfile=${bundle}`,
  ]);
  for (let count = 0; count < WORKERS; count++) workers.push(newWorker());
});
afterAll(() => workers.forEach((worker) => void worker.process.kill('SIGKILL')));

function newWorker(): Worker {
  const child = spawn(process.execPath, [bundle], {
    env: { ...system.environment, POWERTOOLS_LOG_LEVEL: 'SILENT' },
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const worker = { process: child, busyWith: 0 };
  child.on('message', (busyWith: number) => {
    worker.busyWith = busyWith;
  });
  return worker;
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** The busiest one, as soon as there is one in the middle of its work. */
async function busyWorker(): Promise<Worker> {
  for (;;) {
    const [busiest] = workers.toSorted((a, b) => b.busyWith - a.busyWith);
    if (busiest && busiest.busyWith > 0) return busiest;
    await sleep(5);
  }
}

/** Somebody's environment and what it was asked to be last. */
interface Client {
  id: string;
  wanted: { status: 'READY'; cidr: string } | { status: 'DELETED' };
}

/** One more request; whether what was asked before is done yet makes no difference. */
async function asks(client: Client): Promise<void> {
  const { id, wanted } = client;
  if (wanted.status === 'DELETED') {
    const cidr = `198.51.100.${randomInt(256)}/32`;
    const { status } = await system.send('POST /environments', { body: { id, allowedCidrs: [cidr] } });
    // Refused as long as the deletion before it is under way.
    if (status === 202) client.wanted = { status: 'READY', cidr };
    else expect(status).toBe(409);
  } else if (randomInt(3) === 0) {
    expect((await system.send(`DELETE /environments/${id}`)).status).toBe(202);
    client.wanted = { status: 'DELETED' };
  } else {
    const cidr = `203.0.113.${randomInt(256)}/32`;
    const body = { allowedCidrs: [cidr] };
    expect((await system.send(`PATCH /environments/${id}`, { body })).status).toBeLessThan(300);
    client.wanted = { status: 'READY', cidr };
  }
}

it('workers that are killed at random moments lose, double and leave nothing', async () => {
  const clients = Array.from({ length: CLIENTS }, (_, index): Client => {
    return { id: `kill-${index}`, wanted: { status: 'DELETED' } };
  });
  let killing = true;
  const load = clients.map(async (client) => {
    while (killing) {
      await asks(client);
      await sleep(randomInt(1500));
    }
  });
  const sweeping = (async () => {
    while (killing) {
      await system.sweep();
      await sleep(1000);
    }
  })();
  let runsThatDied = 0;
  for (let kills = 0; kills < KILLS; kills++) {
    await sleep(randomInt(MILLISECONDS_BETWEEN_KILLS.least, MILLISECONDS_BETWEEN_KILLS.most));
    const victim = await busyWorker();
    expect(victim.process.exitCode).toBeNull();
    runsThatDied += victim.busyWith;
    victim.process.kill('SIGKILL');
    workers.splice(workers.indexOf(victim), 1, newWorker());
  }
  process.stdout.write(`${KILLS} kills of a worker, ${runsThatDied} runs died\n`);
  killing = false;
  await Promise.all([...load, sweeping]);

  for (const client of clients) await isAsWanted(client);
  await expectNothingElse(clients);
}, 180_000);

async function isAsWanted({ id, wanted }: Client): Promise<void> {
  for (;;) {
    const { status, body } = await system.send(`GET /environments/${id}`);
    if (status === 404) return expect(wanted.status).toBe('DELETED');
    if (body.status === wanted.status) {
      if (wanted.status === 'DELETED') return;
      expect(body.spec.allowedCidrs).toEqual([wanted.cidr]);
      const drift = await system.send(`GET /environments/${id}/drift`);
      return expect(drift.body).toMatchObject({ inSync: true, differences: [] });
    }
    expect(['FAILED', 'DELETE_FAILED']).not.toContain(body.status);
    await system.sweep();
    await sleep(500);
  }
}

/** In the account stands one of each thing for each environment that is READY, and no life ever had two keys. */
async function expectNothingElse(clients: readonly Client[]): Promise<void> {
  const ready = await Promise.all(
    clients
      .filter(({ wanted }) => wanted.status === 'READY')
      .map(async ({ id }) => (await system.send(`GET /environments/${id}`)).body.outputs),
  );
  const { keys, ...there } = await inventory({ region: REGION });
  expect(there).toEqual({
    aliases: ready.map(({ kmsKeyAlias, kmsKeyId }) => `${kmsKeyAlias} -> ${kmsKeyId}`).sort(),
    buckets: ready.flatMap(({ buckets }) => [buckets.initial.name, buckets.final.name]).sort(),
    roles: ready.map(({ roleName }) => roleName).sort(),
    inlinePolicies: ready.map(({ roleName }) => `${roleName}/${roleName}`).sort(),
    instanceProfiles: ready
      .map(({ instanceProfileName, roleName }) => `${instanceProfileName} (${roleName})`)
      .sort(),
  });
  const ours = await ownedKeys({ keys }, { region: REGION });
  const living = ours.filter((key) => key.living).map(({ id }) => id);
  expect(living.sort()).toEqual(ready.map(({ kmsKeyId }) => kmsKeyId).sort());
  expect(new Set(ours.map(({ uid }) => uid)).size).toBe(ours.length);
}
