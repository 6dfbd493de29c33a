import { ADOPTABLE, type Adoptable, type Candidate, type Candidates } from '../environment/adoption.ts';
import type { Fault } from '../environment/fault.ts';
import type { Attributes, StateResource } from './state.ts';

/** What the caller says of what is what: by id, ARN or address in the state. null: it is not to be taken over. */
export type Picks = Partial<Record<Adoptable, string | null | undefined>> & {
  policies?: readonly string[] | undefined;
};

interface Kind {
  /** What it is in Terraform. */
  type: string;
  /** Attributes that hold its id; the first that is there. */
  id: readonly string[];
  what: string;
  /** What its id looks like. */
  form: RegExp;
  /** Whether it can be this one, given what is chosen before it. */
  fits?: (resource: StateResource, chosen: Candidates['resources']) => boolean;
}

/** In the order in which they are chosen. */
const KINDS: Readonly<Record<Adoptable, Kind>> = {
  key: { type: 'aws_kms_key', id: ['key_id', 'id'], what: 'the KMS key', form: /^[\w-]{1,256}$/ },
  alias: {
    type: 'aws_kms_alias',
    id: ['name', 'id'],
    what: "the key's alias",
    form: /^alias\/(?!aws\/)[\w/-]{1,250}$/,
    fits: ({ attributes }, { key }) =>
      key !== undefined && [attributes.target_key_id, attributes.target_key_arn].some((id) => isOf(id, key)),
  },
  initialBucket: bucket('initial', 'final'),
  finalBucket: bucket('final', 'initial'),
  role: { type: 'aws_iam_role', id: ['name', 'id'], what: 'the role', form: /^[\w+=,.@-]{1,64}$/ },
  instanceProfile: {
    type: 'aws_iam_instance_profile',
    id: ['name', 'id'],
    what: "the role's instance profile",
    form: /^[\w+=,.@-]{1,128}$/,
    // Version 2 of the provider still had a list.
    fits: ({ attributes }, { role }) =>
      role !== undefined && [attributes.role, ...listOf(attributes.roles)].includes(role.physicalId),
  },
};

function bucket(name: 'initial' | 'final', other: 'initial' | 'final'): Kind {
  return {
    type: 'aws_s3_bucket',
    id: ['bucket', 'id'],
    what: `the ${name} bucket`,
    // us-east-1 once allowed more than today's rules.
    form: /^[A-Za-z0-9._-]{3,255}$/,
    fits: ({ address, attributes }) => {
      const names = `${address} ${attributes.bucket}`.toLowerCase();
      return names.includes(name) && !names.includes(other);
    },
  };
}

/**
 * Which of the resources are the parts of an environment. There is one of each: what could be several things is a
 * fault, as long as the caller does not pick one.
 *
 * @param resources of a state; none when the caller names everything by its id
 * @param at        pointer to where they should be named
 */
export function choose(
  resources: readonly StateResource[],
  picks: Picks,
  at: string,
): { candidates: Candidates; faults: Fault[] } {
  const chosen: Candidates['resources'] = {};
  const faults: Fault[] = [];
  for (const logicalId of ADOPTABLE) {
    const choice = chooseOne({ logicalId, resources, pick: picks[logicalId], chosen, at });
    faults.push(...choice.faults);
    if (choice.candidate) chosen[logicalId] = choice.candidate;
  }
  const key = resources.find(({ pointer }) => pointer === chosen.key?.pointer);
  const days = key?.attributes.deletion_window_in_days;
  return {
    candidates: {
      resources: chosen,
      policies: policiesOf(resources, picks.policies ?? [], chosen.role),
      spec:
        typeof days === 'number' && Number.isInteger(days) && days >= 7 && days <= 30
          ? { encryption: { deletionWindowDays: days } }
          : {},
    },
    faults: [...faults, ...sameBucket(chosen), ...missingPartner(picks, chosen)],
  };
}

interface Question {
  logicalId: Adoptable;
  resources: readonly StateResource[];
  pick: string | null | undefined;
  chosen: Candidates['resources'];
  at: string;
}

interface Choice {
  candidate?: Candidate;
  faults: Fault[];
}

function chooseOne(question: Question): Choice {
  if (question.pick === null) return { faults: [] };
  const { candidate, faults } = foundOrNamed(question);
  const { form, what } = KINDS[question.logicalId];
  if (!candidate || form.test(candidate.physicalId)) return { ...(candidate && { candidate }), faults };
  const { physicalId, pointer } = candidate;
  const detail = physicalId
    ? `${physicalId} can't be ${what}`
    : 'has no id: either Terraform has not made it, or it wrote it before version 0.12';
  return { faults: [{ pointer, detail }] };
}

function foundOrNamed({ logicalId, resources, pick, chosen, at }: Question): Choice {
  const { type, id, what, fits = () => true } = KINDS[logicalId];
  const field = `/resources/${logicalId}`;
  const ofType = resources.filter((resource) => resource.type === type);
  const candidateOf = ({ attributes, pointer }: StateResource): Candidate => ({
    physicalId: String(id.map((name) => attributes[name]).find((value) => value) ?? ''),
    ...whereabouts(attributes),
    pointer,
  });
  if (pick) {
    const picked = ofType.find((resource) => resource.address === pick || isOf(pick, candidateOf(resource)));
    if (picked) return { candidate: { ...candidateOf(picked), isPicked: true }, faults: [] };
    if (/(^|\.)aws_\w+\./.test(pick)) return { faults: [{ pointer: field, detail: 'is not in the state' }] };
    return { candidate: named(pick, field), faults: [] };
  }
  const fitting = ofType.filter((resource) => fits(resource, chosen));
  const [first, ...others] = fitting;
  if (first && others.length === 0) return { candidate: candidateOf(first), faults: [] };
  if (fitting.length > 1) {
    return {
      faults: fitting.map(({ pointer, address }) => ({
        pointer,
        detail: `${address} is one of ${fitting.length} that could be ${what}: say which one in ${field}`,
      })),
    };
  }
  if (type !== 'aws_s3_bucket') return { faults: [] };
  const there =
    ofType.length > 0 ? ` Those there are: ${ofType.map(({ address }) => address).join(', ')}.` : '';
  const detail = `no bucket has ${logicalId.replace('Bucket', '')} (alone) in its address or name: say which is ${what} in ${field}.${there}`;
  return { faults: [{ pointer: at, detail }] };
}

/** Something that is named by its id or ARN. */
function named(pick: string, pointer: string): Candidate {
  const isArn = pick.startsWith('arn:');
  const physicalId = pick.replace(/^arn:.*?:(?=alias\/)/, '').replace(/^arn:.*[:/]/, '');
  return { physicalId, ...(isArn && whereabouts({ arn: pick })), pointer, isPicked: true };
}

/** As far as the provider, in the version that wrote it, tells. */
function whereabouts({ arn, region, bucket_region }: Attributes): Pick<Candidate, 'arn' | 'region'> {
  const fromArn = typeof arn === 'string' ? arn.split(':')[3] : undefined;
  const known = [bucket_region, region, fromArn].find((value) => typeof value === 'string' && value !== '');
  return {
    ...(typeof arn === 'string' && { arn }),
    ...(typeof known === 'string' && { region: known }),
  };
}

/** The customer's own policies that the state attaches to the role, and those that are picked. */
function policiesOf(
  resources: readonly StateResource[],
  picks: readonly string[],
  role: Candidate | undefined,
): Candidate[] {
  if (!role) return [];
  const ofType = (type: string) => resources.filter((resource) => resource.type === type);
  const attached = [
    ...ofType('aws_iam_role_policy_attachment').filter(
      ({ attributes }) => attributes.role === role.physicalId,
    ),
    ...ofType('aws_iam_policy_attachment').filter(({ attributes }) =>
      listOf(attributes.roles).includes(role.physicalId),
    ),
  ].map(({ attributes }) => attributes.policy_arn);
  // The role may also say so itself, or something that allows it no others.
  const listed = [
    ...ofType('aws_iam_role')
      .filter(({ attributes }) => [attributes.name, attributes.id].includes(role.physicalId))
      .flatMap(({ attributes }) => listOf(attributes.managed_policy_arns)),
    ...ofType('aws_iam_role_policy_attachments_exclusive')
      .filter(({ attributes }) => attributes.role_name === role.physicalId)
      .flatMap(({ attributes }) => listOf(attributes.policy_arns)),
  ];
  const own = ofType('aws_iam_policy').flatMap(({ attributes: { arn }, pointer }) =>
    typeof arn === 'string' && [...attached, ...listed].includes(arn)
      ? [{ physicalId: arn, arn, pointer }]
      : [],
  );
  const picked = picks.map((arn, index) => ({
    physicalId: arn,
    arn,
    pointer: `/resources/policies/${index}`,
    isPicked: true as const,
  }));
  return [...own, ...picked.filter(({ arn }) => !own.some((policy) => policy.arn === arn))];
}

const sameBucket = ({ initialBucket, finalBucket }: Candidates['resources']): Fault[] =>
  finalBucket && initialBucket?.physicalId === finalBucket.physicalId
    ? [{ pointer: finalBucket.pointer, detail: 'is the initial bucket, too' }]
    : [];

/** What is picked but means nothing without something else. */
function missingPartner(picks: Picks, { key, role }: Candidates['resources']): Fault[] {
  const rules: [applies: boolean, field: string, partner: string][] = [
    [typeof picks.alias === 'string' && !key, 'alias', 'the key that it is an alias of'],
    [(picks.policies?.length ?? 0) > 0 && !role, 'policies', 'the role that has them'],
  ];
  return rules
    .filter(([applies]) => applies)
    .map(([, field, partner]) => ({ pointer: `/resources/${field}`, detail: `needs ${partner}` }));
}

const isOf = (id: unknown, { physicalId, arn }: Pick<Candidate, 'physicalId' | 'arn'>): boolean =>
  id === physicalId || (arn !== undefined && id === arn);

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
