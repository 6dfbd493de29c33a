import {
  DeleteBucketLifecycleCommand,
  DeleteBucketPolicyCommand,
  DeleteBucketTaggingCommand,
} from '@aws-sdk/client-s3';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { type Place, proveGone, proveMade } from '../../bench/ready/proof.ts';
import {
  type Clients,
  clientsFor,
  createInSequence,
  deleteInSequence,
} from '../../bench/ready/sequential.ts';
import { newBlueprint, wantedOf } from '../../bench/support/wanted.ts';
import type { Node } from '../../lib/provisioning/resource.ts';
import { targetOf } from '../../scripts/local/credentials.ts';
import { enterFreshAccount } from '../support/account.ts';
import { newDeployment } from '../support/deployment.ts';

/** What the benchmark compares makes the same, or it compares nothing. */
describe("the benchmark's sequential script", () => {
  let place: Place;
  let clients: Clients;
  let nodes: Node[];

  beforeEach(async () => {
    const { accountId, endpoint } = await enterFreshAccount(process.env.CONTRACT_EMULATOR_ENDPOINT ?? '');
    const deployment = await newDeployment(accountId);
    const target = targetOf(endpoint, process.env);
    place = { target, deployment, signal: new AbortController().signal };
    clients = clientsFor(target);
    nodes = newBlueprint(deployment, target.region);
    await createInSequence(clients, (key) => wantedOf(nodes, key));
  });

  const remove = () => deleteInSequence(clients, wantedOf(nodes, { physicalId: '', arn: '' }));

  it('makes what groundwork makes, and deletes it again', async () => {
    await expect(proveMade(nodes, place)).resolves.toBeUndefined();
    await expect(proveGone(nodes, place)).rejects.toThrow('not gone: key is present, alias is present');
    await remove();
    await expect(proveGone(nodes, place)).resolves.toBeUndefined();
    await expect(proveMade(nodes, place)).rejects.toThrow('initialBucket is absent');
  });

  it('is found out when it leaves a setting out', async () => {
    const [initial, final] = nodes.filter(({ type }) => type === 's3-bucket');
    await clients.s3.send(new DeleteBucketLifecycleCommand({ Bucket: initial?.name }));
    await clients.s3.send(new DeleteBucketPolicyCommand({ Bucket: final?.name }));
    await expect(proveMade(nodes, place)).rejects.toThrow(
      'not as groundwork makes it: initialBucket: lifecycle, finalBucket: policy.',
    );
    await clients.s3.send(new DeleteBucketTaggingCommand({ Bucket: final?.name }));
    await expect(proveMade(nodes, place)).rejects.toThrow('finalBucket is taken');
  });

  it('is found out when it makes a role elsewhere', async () => {
    const elsewhere = nodes.map((node) =>
      node.logicalId === 'role' ? { ...node, settings: { ...node.settings, path: '/elsewhere/' } } : node,
    );
    await expect(proveMade(elsewhere, place)).rejects.toThrow('not as groundwork makes it: role: path.');
  });
});
