import {
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  type IAMClient,
  paginateListPolicyVersions,
} from '@aws-sdk/client-iam';
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
      const seen = await absentOn(ABSENT, iam.send(new GetPolicyCommand({ PolicyArn })));
      if (!seen?.Policy) return false;
      const { AttachmentCount = 0, PermissionsBoundaryUsageCount = 0 } = seen.Policy;
      return AttachmentCount + PermissionsBoundaryUsageCount === (attached.includes(PolicyArn) ? 1 : 0);
    }),
  );
  return arns.filter((_, index) => unused[index]);
}

/** Deletes a managed policy. AWS refuses while it has other versions than the default one, and while it is in use. */
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
  for (const VersionId of versions) {
    await absentOn(ABSENT, client.send(new DeletePolicyVersionCommand({ PolicyArn, VersionId })));
  }
  await absentOn(ABSENT, client.send(new DeletePolicyCommand({ PolicyArn })));
}
