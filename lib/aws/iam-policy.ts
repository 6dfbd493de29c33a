import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  type IAMClient,
  paginateListPolicyVersions,
} from '@aws-sdk/client-iam';
import { retryable } from '../provisioning/errors.ts';
import { absentOn } from './errors.ts';

const ABSENT = ['NoSuchEntityException'];

/**
 * Of managed policies those that exist and that nobody uses besides one role.
 *
 * @param arns     of the policies in question
 * @param attached ARNs of those that the role has
 */
export async function usedByNobodyElse(
  iam: IAMClient,
  arns: readonly string[],
  attached: readonly string[],
): Promise<string[]> {
  const unused = await Promise.all(
    arns.map(async (PolicyArn) => {
      return (await usesOf(iam, PolicyArn)) === (attached.includes(PolicyArn) ? 1 : 0);
    }),
  );
  return arns.filter((_, index) => unused[index]);
}

/** How many use it, as a policy or as a boundary; undefined: there is no such policy. */
async function usesOf(iam: IAMClient, PolicyArn: string): Promise<number | undefined> {
  const seen = await absentOn(ABSENT, iam.send(new GetPolicyCommand({ PolicyArn })));
  if (!seen?.Policy) return undefined;
  const { AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 } = seen.Policy;
  return AttachmentCount + PermissionsBoundaryUsageCount;
}

/**
 * Deletes a managed policy. AWS refuses while it is in use, and while it has other versions than the default one; so
 * its use is asked before they go, or it would lose them and stay.
 *
 * @throws ProvisioningError policy-in-use, retryable: a detachment is not to be seen yet, or somebody was faster
 */
export async function deletePolicy(client: IAMClient, PolicyArn: string): Promise<void> {
  const versions: string[] = [];
  await absentOn(
    ABSENT,
    (async () => {
      for await (const page of paginateListPolicyVersions({ client }, { PolicyArn })) {
        for (const { VersionId = '', IsDefaultVersion } of page.Versions ?? []) {
          if (!IsDefaultVersion) versions.push(VersionId);
        }
      }
    })(),
  );
  if (versions.length > 0 && (await usesOf(client, PolicyArn))) {
    throw retryable('policy-in-use', `The managed policy ${PolicyArn} is in use, and was not deleted.`);
  }
  for (const VersionId of versions) {
    await absentOn(ABSENT, client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId })));
  }
  await absentOn(ABSENT, client.send(new DeletePolicyCommand({ PolicyArn })));
}
