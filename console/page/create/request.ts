import type { SpecAsked } from '../types.ts';

/** What stands in the form, as it was typed. */
export interface Draft {
  id: string;
  /** One block or endpoint a line. */
  allowedCidrs: string;
  allowedVpcEndpoints: string;
  /** `keep`: as it is, where something is changed. */
  end: 'keep' | 'never' | 'ttl' | 'expiresAt';
  ttl: string;
  /** As a browser's field has it: local, without a zone. */
  expiresAt: string;
  tags: { key: string; value: string }[];
  deletionProtection: boolean;
  forceDestroy: boolean;
  region: string;
  encryption: { algorithm: 'aws:kms' | 'AES256'; keyAlias: string; deletionWindowDays: string };
  storage: {
    bucketPrefix: string;
    initialBucketName: string;
    finalBucketName: string;
    versioning: boolean;
    expireAfterDays: string;
  };
  role: { name: string; policyName: string; instanceProfileName: string; trustedServices: string[] };
}

const BY_DEFAULT = 'ec2.amazonaws.com';

export const EMPTY: Draft = {
  id: '',
  allowedCidrs: '',
  allowedVpcEndpoints: '',
  end: 'never',
  ttl: '72h',
  expiresAt: '',
  tags: [],
  deletionProtection: false,
  forceDestroy: false,
  region: '',
  encryption: { algorithm: 'aws:kms', keyAlias: '', deletionWindowDays: '' },
  storage: {
    bucketPrefix: '',
    initialBucketName: '',
    finalBucketName: '',
    versioning: true,
    expireAfterDays: '',
  },
  role: { name: '', policyName: '', instanceProfileName: '', trustedServices: [BY_DEFAULT] },
};

/** The body that the form stands for. What is as it would be anyway is left out. */
export function requestOf(draft: Draft): SpecAsked {
  const { encryption, storage, role } = draft;
  const isDefaultTrust = role.trustedServices.length === 1 && role.trustedServices[0] === BY_DEFAULT;
  return given({
    id: text(draft.id),
    region: text(draft.region),
    allowedCidrs: list(draft.allowedCidrs),
    allowedVpcEndpoints: list(draft.allowedVpcEndpoints),
    encryption: filled({
      algorithm: encryption.algorithm === 'aws:kms' ? undefined : encryption.algorithm,
      keyAlias: text(encryption.keyAlias),
      deletionWindowDays: numberIn(encryption.deletionWindowDays),
    }),
    storage: filled({
      bucketPrefix: text(storage.bucketPrefix),
      initialBucketName: text(storage.initialBucketName),
      finalBucketName: text(storage.finalBucketName),
      versioning: storage.versioning ? undefined : false,
      expireAfterDays: numberIn(storage.expireAfterDays),
    }),
    role: filled({
      name: text(role.name),
      policyName: text(role.policyName),
      instanceProfileName: text(role.instanceProfileName),
      trustedServices: isDefaultTrust ? undefined : role.trustedServices,
    }),
    ttl: draft.end === 'ttl' ? draft.ttl.trim() : undefined,
    expiresAt: draft.end === 'expiresAt' ? moment(draft.expiresAt) : undefined,
    deletionProtection: draft.deletionProtection || undefined,
    forceDestroy: draft.forceDestroy || undefined,
    tags: filled(Object.fromEntries(namedTags(draft).map(({ key, value }) => [key, value]))),
  });
}

/** Rows without anything in them are none. */
const namedTags = ({ tags }: Pick<Draft, 'tags'>): Draft['tags'] =>
  tags
    .map(({ key, value }) => ({ key: key.trim(), value: value.trim() }))
    .filter(({ key, value }) => key || value);

/** The lines that say something, each with its number. */
export const linesOf = (typed: string): { line: number; text: string }[] =>
  typed
    .split('\n')
    .map((text, index) => ({ line: index + 1, text: text.trim() }))
    .filter(({ text }) => text !== '');

const text = (typed: string): string | undefined => typed.trim() || undefined;

/** What is no number stays as it is, to be told as a mistake. */
export const numberIn = (typed: string): number | string | undefined => {
  const trimmed = typed.trim();
  return /^-?\d+(\.\d+)?$/.test(trimmed) ? Number(trimmed) : trimmed || undefined;
};

const list = (typed: string): string[] | undefined => {
  const lines = linesOf(typed).map(({ text: line }) => line);
  return lines.length > 0 ? lines : undefined;
};

const moment = (typed: string): string => {
  const at = new Date(typed);
  return Number.isNaN(at.getTime()) ? typed : at.toISOString();
};

const given = <T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as never;

const filled = <T extends object>(fields: T) => {
  const rest = given(fields);
  return Object.keys(rest).length > 0 ? rest : undefined;
};
