import { type Inventory, inventory, ownedKeys } from '../inventory.ts';
import { ask } from './client.ts';
import type { Owner } from './owner.ts';

export interface Verdict {
  converged: number;
  /** Things at AWS that belong to no environment. */
  orphans: string[];
  /** Environments, or things of theirs, that were accepted and are not there. */
  lost: string[];
  /** Things of which an environment has more than one. */
  duplicated: string[];
  /** Why an environment did not converge. */
  wrong: string[];
}

interface Place {
  url: string;
  region: string;
  /** The emulator itself. */
  endpoint: string;
}

type Things = Record<Exclude<keyof Inventory, 'keys'>, string[]> & { keys: string[] };

/** Holds what the account has against what every environment was asked to be last. */
export async function judge(owners: readonly Owner[], place: Place): Promise<Verdict> {
  const verdict: Verdict = { converged: 0, orphans: [], lost: [], duplicated: [], wrong: [] };
  const expected: Things = {
    keys: [],
    aliases: [],
    buckets: [],
    roles: [],
    inlinePolicies: [],
    instanceProfiles: [],
  };
  for (const owner of owners) {
    const { status, body } = await ask(place.url, `GET /environments/${owner.id}`);
    if (status === 404) {
      verdict.lost.push(`environment ${owner.id}`);
      continue;
    }
    const why = owner.wrong[0] ?? (await differs(owner, body, place));
    if (why) verdict.wrong.push(`${owner.id}: ${why}`);
    else verdict.converged += 1;
    if (body.desired !== 'absent' && body.status !== 'DELETED') expect(expected, body);
  }

  const all = await inventory({ region: place.region, endpoint: place.endpoint });
  const keys = await ownedKeys(all, place);
  const there: Things = { ...all, keys: keys.filter(({ living }) => living).map(({ id }) => id) };
  for (const kind of Object.keys(expected) as (keyof Things)[]) {
    const missing = expected[kind].filter((name) => !there[kind].includes(name));
    const surplus = there[kind].filter((name) => !expected[kind].includes(name));
    verdict.lost.push(...missing.map((name) => `${kind}: ${name}`));
    verdict.orphans.push(...surplus.map((name) => `${kind}: ${name}`));
  }
  const uids = keys.map(({ uid }) => uid);
  verdict.duplicated.push(
    ...uids.filter((uid, index) => uids.indexOf(uid) !== index).map((uid) => `keys of ${uid}`),
  );
  return verdict;
}

/** Why an environment is not as was asked last. */
// biome-ignore lint/suspicious/noExplicitAny: an environment as the API gives it
async function differs({ id, wanted }: Owner, body: any, { url }: Place): Promise<string | undefined> {
  if (body.status !== wanted?.status) return `is ${body.status}, not ${wanted?.status}: ${body.statusReason}`;
  if (wanted?.status !== 'READY') return undefined;
  const { allowedCidrs, tags } = wanted.spec;
  const { spec } = body;
  if (JSON.stringify([spec.allowedCidrs, spec.tags]) !== JSON.stringify([allowedCidrs, tags])) {
    return `has ${JSON.stringify(spec)}, not ${JSON.stringify(wanted.spec)}`;
  }
  const drift = await ask(url, `GET /environments/${id}/drift`);
  return drift.body?.inSync === true ? undefined : `is not in sync: ${JSON.stringify(drift.body)}`;
}

// biome-ignore lint/suspicious/noExplicitAny: an environment as the API gives it
function expect(expected: Things, { outputs }: any): void {
  const { buckets, kmsKeyId, kmsKeyAlias, roleName, instanceProfileName } = outputs ?? {};
  const add = (kind: keyof Things, present: unknown, name: string) => present && expected[kind].push(name);
  add('keys', kmsKeyId, kmsKeyId);
  add('aliases', kmsKeyAlias, `${kmsKeyAlias} -> ${kmsKeyId}`);
  add('buckets', buckets?.initial, buckets?.initial?.name);
  add('buckets', buckets?.final, buckets?.final?.name);
  add('roles', roleName, roleName);
  add('inlinePolicies', roleName, `${roleName}/${roleName}`);
  add('instanceProfiles', instanceProfileName, `${instanceProfileName} (${roleName})`);
}
