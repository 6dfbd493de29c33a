import {
  CreateAliasCommand,
  DeleteAliasCommand,
  DescribeKeyCommand,
  UpdateAliasCommand,
} from '@aws-sdk/client-kms';
import type { Handler, Identity, Node } from '../provisioning/resource.ts';
import type { AwsClients } from './clients.ts';
import { absentOn } from './errors.ts';

/**
 * A key's alias. Aliases carry no tags: one that points at our key, or that the record says we made, is
 * ours; any other is foreign. DescribeKey by alias finds it in one call, where ListAliases would page.
 */
export function kmsAlias(clients: AwsClients): Handler {
  return {
    type: 'kms-alias',
    needsIntent: false,
    order: [['target']],
    actions: ['kms:CreateAlias', 'kms:DeleteAlias', 'kms:DescribeKey', 'kms:UpdateAlias'],

    async find(node, state, made) {
      const { name = '' } = node;
      const describe = clients.kms(node.region).send(new DescribeKeyCommand({ KeyId: name }));
      const seen = await absentOn(['NotFoundException'], describe);
      if (!seen) return undefined;
      const target = seen.KeyMetadata?.KeyId;
      const owned = target === made.key?.physicalId || state?.physicalId === name;
      return { ...identity(node, made.key), owned, facts: { target } };
    },

    async create(node, made) {
      const { target } = node.aspects(made) as { target: string };
      await clients
        .kms(node.region)
        .send(new CreateAliasCommand({ AliasName: node.name, TargetKeyId: target }));
      return { ...identity(node, made.key), owned: true, facts: { target } };
    },

    async read() {
      return {};
    },

    async write(node, _identity, _aspect, desired) {
      const TargetKeyId = desired as string;
      await clients.kms(node.region).send(new UpdateAliasCommand({ AliasName: node.name, TargetKeyId }));
    },

    async remove(node) {
      const gone = clients.kms(node.region).send(new DeleteAliasCommand({ AliasName: node.name }));
      await absentOn(['NotFoundException'], gone);
    },
  };
}

/** `arn:aws:kms:region:account:key/…` and `alias/…` make the alias's ARN. */
const identity = ({ name = '' }: Node, key: Identity | undefined): Identity => ({
  physicalId: name,
  arn: key?.arn.replace(/key\/.*$/, name) ?? '',
});
