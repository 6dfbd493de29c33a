import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  type KMSClient,
  paginateListAliases,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import type { Handler, Identity, Node, ResourceState } from '../provisioning/resource.ts';
import type { AwsClients } from './clients.ts';
import { absentOn, goneOn } from './errors.ts';
import { isAsOldAsOurs } from './tags.ts';

/**
 * A key's alias. Aliases carry no tags: ours is one that points at our key, or that we made according to the
 * record and that was pointed elsewhere since; any other is foreign. DescribeKey by alias finds it in one
 * call, where ListAliases would page.
 */
export function kmsAlias(clients: AwsClients): Handler {
  return {
    type: 'kms-alias',
    order: [['target']],
    actions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:DescribeKey', 'kms:ListAliases', 'kms:UpdateAlias'],

    async find(node, state, made) {
      const { name = '' } = node;
      const kms = clients.kms(node.region);
      const seen = await absentOn(['NotFoundException'], kms.send(new DescribeKeyCommand({ KeyId: name })));
      if (!seen) return undefined;
      const target = seen.KeyMetadata?.KeyId;
      const { key } = await made();
      const ours = target === key?.physicalId || (await wasRepointed(kms, name, target, state));
      return { ...identity(node, key), ownership: ours ? 'ours' : 'foreign', facts: { target } };
    },

    async create(node, made) {
      const { target } = node.aspects(made) as { target: string };
      await clients
        .kms(node.region)
        .send(new CreateAliasCommand({ AliasName: node.name, TargetKeyId: target }));
      return { ...identity(node, made.key), ownership: 'ours', facts: { target } };
    },

    async read() {
      return {};
    },

    async write(node, _identity, _aspect, desired) {
      const TargetKeyId = desired as string;
      await clients.kms(node.region).send(new UpdateAliasCommand({ AliasName: node.name, TargetKeyId }));
    },

    async remove(node, _identity, options) {
      const deleted = clients.kms(node.region).send(new DeleteAliasCommand({ AliasName: node.name }));
      await goneOn(['NotFoundException'], options, deleted);
    },
  };
}

/**
 * Whether the alias, which points at another key than ours, is still the one we made. If it is younger than
 * that, somebody deleted ours and made theirs of the same name.
 */
async function wasRepointed(
  kms: KMSClient,
  name: string,
  target: string | undefined,
  state: ResourceState | undefined,
): Promise<boolean> {
  if (state?.physicalId !== name || !state.intendedAt || state.adopted === 'pending') return false;
  for await (const { Aliases = [] } of paginateListAliases({ client: kms }, { KeyId: target })) {
    const entry = Aliases.find(({ AliasName }) => AliasName === name);
    // An emulator may not tell the date; then the record alone has to do.
    if (entry) return isAsOldAsOurs(entry.CreationDate, state);
  }
  return false;
}

/** `arn:aws:kms:region:account:key/…` and `alias/…` make the alias's ARN. */
const identity = ({ name = '' }: Node, key: Identity | undefined): Identity => ({
  physicalId: name,
  arn: key?.arn.replace(/key\/.*$/, name) ?? '',
});
