import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Node } from '../../lib/provisioning/resource.ts';
import { runScript } from '../support/script.ts';
import { type Wanted, wantedOf } from '../support/wanted.ts';

/** Stands in documents for what is known once there is a key: create.sh puts it in. */
const KEY = { physicalId: 'KEY_ID', arn: 'KEY_ARN' };

type Script = 'create' | 'delete';

/**
 * Writes down in a folder of its own what the scripts read.
 *
 * @param env points the AWS CLI at an AWS
 * @returns what runs a script there. @throws Error with what it said, when it fails
 */
export async function scriptsFor(
  nodes: readonly Node[],
  env: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<(script: Script) => Promise<void>> {
  const wanted = wantedOf(nodes, KEY);
  const folder = await mkdtemp(join(tmpdir(), 'groundwork-cli-'));
  for (const [name, document] of Object.entries(documentsOf(wanted))) {
    await writeFile(join(folder, `${name}.json`), JSON.stringify(document, null, 2));
  }
  const variables = { ...env, ...variablesOf(wanted), AWS_PAGER: '' };
  return (script) =>
    runScript(fileURLToPath(new URL(`${script}.sh`, import.meta.url)), {
      env: variables,
      cwd: folder,
      signal,
    });
}

const documentsOf = ({ key, buckets, role, profile }: Wanted): Record<string, unknown> => ({
  'key-policy': key.policy,
  'key-tags': key.tags,
  trust: role.trust,
  'role-policy': role.policy,
  'role-tags': role.tags,
  'profile-tags': profile.tags,
  ...Object.fromEntries(
    buckets.flatMap(({ name, publicAccess, ...rest }) =>
      Object.entries({ ...rest, 'public-access': publicAccess }).map(([setting, document]) => [
        `${name}.${setting}`,
        document,
      ]),
    ),
  ),
});

function variablesOf({ alias, key, buckets, role, profile }: Wanted): Record<string, string> {
  const [initial, final] = buckets;
  return {
    KEY_ALIAS: alias,
    KEY_DESCRIPTION: key.description,
    ROTATION_DAYS: String(key.rotationDays),
    DELETION_WINDOW_DAYS: String(key.deletionWindowDays),
    INITIAL_BUCKET: initial?.name ?? '',
    FINAL_BUCKET: final?.name ?? '',
    IAM_PATH: role.path,
    BOUNDARY: role.boundary,
    MAX_SESSION_SECONDS: String(role.maxSessionSeconds),
    ROLE: role.name,
    POLICY: role.policyName,
    INSTANCE_PROFILE: profile.name,
  };
}
