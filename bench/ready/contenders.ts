import { lookConfig } from '../../lib/config.ts';
import type { Node } from '../../lib/provisioning/resource.ts';
import { environmentFor, targetOf } from '../../scripts/local/credentials.ts';
import { findTerraform } from '../../scripts/local/terraform.ts';
import type { Bench } from '../part.ts';
import { type Groundwork, startGroundwork, warmUp } from '../support/groundwork.ts';
import { isOnPath } from '../support/on-path.ts';
import { type TimingProxy, timingProxy } from '../support/proxy.ts';
import { newBlueprint, newId, wantedOf } from '../support/wanted.ts';
import { scriptsFor } from './cli.ts';
import { type Place, proveGone, proveMade } from './proof.ts';
import { type Missing, type Name, WORKS, type Work } from './rounds.ts';
import { clientsFor, createInSequence, deleteInSequence } from './sequential.ts';
import { terraformAt } from './terraform.ts';

/** One way to make an environment and to delete it again. */
export interface Contender {
  name: Name;
  /** Everything it sends to AWS goes through it. */
  proxy: TimingProxy;
  /** How often it is measured at each delay. */
  rounds: number;
  /** Gets the next environment ready to be made; that is not measured. */
  next(): Promise<Turn>;
}

/** One environment: what is measured. */
export interface Turn {
  create(): Promise<unknown>;
  remove(): Promise<unknown>;
  /** What is to be done after either, unmeasured, before anything else is measured. */
  after?(work: Work): Promise<void>;
}

const ROUNDS = 5;
const FEWEST_ROUNDS_OF_SLOW_ONES = 2;

interface Stage {
  bench: Bench;
  place: Place;
  /** Has the credentials of groundwork's account. */
  environment: NodeJS.ProcessEnv;
  /** Rounds of those that take a second, and of those that take half a minute and whose distance is no question. */
  rounds: { quick: number; slow: number };
  /** A new environment for a script to make. */
  blueprint(): Node[];
}

/** Everybody, warm. The scripts are held against groundwork's blueprint, each in its first turn. */
export async function lineUp(bench: Bench): Promise<(Contender | Missing)[]> {
  bench.say('groundwork: starts');
  const groundwork = await startGroundwork(bench);
  await warmUp(groundwork);
  const { environment } = groundwork.system;
  const { deployment } = lookConfig(environment);
  const quick = bench.rounds ?? ROUNDS;
  const slow = Math.min(quick, Math.max(FEWEST_ROUNDS_OF_SLOW_ONES, Math.floor(quick / 2)));
  const stage: Stage = {
    bench,
    environment,
    place: { target: targetOf(bench.endpoint, environment), deployment, signal: bench.signal },
    rounds: { quick, slow },
    blueprint: () => newBlueprint(deployment, environment.DEFAULT_REGION ?? ''),
  };
  return [
    service(groundwork, stage),
    await sequential(stage),
    await commandLine(stage),
    await terraform(stage),
  ];
}

const service = ({ proxy, create, remove, atRest }: Groundwork, { rounds }: Stage): Contender => ({
  name: 'groundwork',
  proxy,
  rounds: rounds.quick,
  async next() {
    const id = newId();
    return { create: () => create(id), remove: () => remove(id), after: atRest };
  },
});

async function sequential(stage: Stage): Promise<Contender> {
  const { bench, rounds, blueprint, environment } = stage;
  const proxy = await bench.untilEnd(timingProxy(bench.endpoint));
  const clients = clientsFor(targetOf(proxy.endpoint, environment));
  const turn = (nodes: Node[]): Turn => ({
    create: () => createInSequence(clients, (key) => wantedOf(nodes, key)),
    // The names are the same whatever the key.
    remove: () => deleteInSequence(clients, wantedOf(nodes, { physicalId: '', arn: '' })),
  });
  const nodes = blueprint();
  const warmUp = turn(nodes);
  for (const work of WORKS) {
    await warmUp[work]();
    await prove('sequential script', nodes, stage, work);
  }
  return { name: 'sequential', proxy, rounds: rounds.quick, next: async () => turn(blueprint()) };
}

async function commandLine(stage: Stage): Promise<Contender | Missing> {
  const { bench, rounds, blueprint, environment } = stage;
  const proxy = await bench.untilEnd(timingProxy(bench.endpoint));
  const env = environmentFor(targetOf(proxy.endpoint, environment), process.env);
  if (!(await isOnPath('aws', env))) return { name: 'cli', reason: 'there is no aws on the PATH' };
  let isFirst = true;
  const next = async (): Promise<Turn> => {
    const nodes = blueprint();
    const script = await scriptsFor(nodes, env, bench.signal);
    const turn = { create: () => script('create'), remove: () => script('delete') };
    if (!isFirst) return turn;
    isFirst = false;
    return { ...turn, after: (work) => prove('shell script', nodes, stage, work) };
  };
  return { name: 'cli', proxy, rounds: rounds.slow, next };
}

async function terraform({ bench, rounds }: Stage): Promise<Contender | Missing> {
  const found = await findTerraform();
  if ('reason' in found) return { name: 'terraform', reason: found.reason };
  bench.say('Terraform: init');
  const proxy = await bench.untilEnd(timingProxy(bench.endpoint));
  const { apply, destroy } = await terraformAt(proxy.endpoint, found.terraform, bench.signal);
  const next = async () => ({ create: apply, remove: destroy });
  return { name: 'terraform', proxy, rounds: rounds.slow, next };
}

/** @throws Error when the script did not leave what groundwork would leave */
async function prove(who: string, nodes: Node[], { bench, place }: Stage, work: Work): Promise<void> {
  await (work === 'create' ? proveMade : proveGone)(nodes, place);
  bench.say(`${who}: what it leaves after ${work} is what groundwork leaves`);
}
