import { describe, expect, it } from '@jest/globals';
import { type PhysicalNames, physicalNames } from '../../../lib/environment/names.ts';
import { newUid } from '../../../lib/environment/random.ts';
import { spec } from './sample.ts';

const LONGEST_ID = `a${'b'.repeat(31)}`;
const LONGEST_PREFIX = 'p'.repeat(43);
const UID = 'abcdefghijkl2345';

const named = (id: string, uid: string, changes: Parameters<typeof spec>[0] = {}): PhysicalNames =>
  physicalNames({ id }, uid, spec(changes));

/** What AWS accepts. S3: no dots here, they would break TLS to the bucket's own host name. */
const LIMITS: Record<keyof PhysicalNames, RegExp> = {
  keyAlias: /^alias\/(?!aws\/)[\w/-]{1,249}$/,
  initialBucket: /^(?!xn--|sthree-)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  finalBucket: /^(?!xn--|sthree-)[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/,
  role: /^[\w+=,.@-]{1,64}$/,
  policy: /^[\w+=,.@-]{1,128}$/,
  instanceProfile: /^[\w+=,.@-]{1,128}$/,
};

describe('names that the caller did not choose', () => {
  it.each(['a', 'pr-123', '0', 'a-', LONGEST_ID])("are within AWS's limits for the id %s", (id) => {
    const names = named(id, newUid());
    for (const [which, limit] of Object.entries(LIMITS)) {
      expect(names[which as keyof PhysicalNames]).toMatch(limit);
    }
  });

  it("are within S3's limits with the longest prefix", () => {
    const names = named(LONGEST_ID, newUid(), { storage: { bucketPrefix: LONGEST_PREFIX } });
    expect(names.initialBucket).toMatch(LIMITS.initialBucket);
    expect(names.finalBucket).toMatch(LIMITS.finalBucket);
  });

  it('say which environment they belong to', () => {
    expect(named('pr-123', UID)).toEqual({
      keyAlias: 'alias/groundwork-pr-123-abcdefghijkl',
      initialBucket: 'initial-pr-123-abcdefghijkl',
      finalBucket: 'final-pr-123-abcdefghijkl',
      role: 'groundwork-pr-123-abcdefghijkl',
      policy: 'groundwork-pr-123-abcdefghijkl',
      instanceProfile: 'groundwork-pr-123-abcdefghijkl',
    });
  });

  it('are the same for the same life of an id', () => {
    expect(named('pr-123', UID)).toEqual(named('pr-123', UID));
  });

  it('differ in every one between two lives of an id', () => {
    const [first, second] = [named('pr-123', newUid()), named('pr-123', newUid())];
    for (const which of Object.keys(LIMITS) as (keyof PhysicalNames)[]) {
      expect(first[which]).not.toBe(second[which]);
    }
  });

  it('differ even where id and uid run into each other, and IAM ignores case', () => {
    const ids = ['pr', 'pr-1', 'pr-12', 'pr-abcdefghijkl'];
    const all = ids.flatMap((id) => [UID, newUid()].map((uid) => named(id, uid).role.toLowerCase()));
    expect(new Set(all).size).toBe(all.length);
  });

  it('stay distinct over a thousand lives', () => {
    const all = Array.from({ length: 1000 }, () => named('pr-123', newUid()).initialBucket);
    expect(new Set(all).size).toBe(1000);
  });
});

describe('names that the caller chose', () => {
  it('are taken as they are', () => {
    const names = named('pr-123', UID, {
      encryption: { keyAlias: 'alias/files' },
      storage: { initialBucketName: 'files-in', finalBucketName: 'files-out' },
      role: { name: 'files', policyName: 'use-files', instanceProfileName: 'files-profile' },
    });
    expect(names).toEqual({
      keyAlias: 'alias/files',
      initialBucket: 'files-in',
      finalBucket: 'files-out',
      role: 'files',
      policy: 'use-files',
      instanceProfile: 'files-profile',
    });
  });

  it('leave the others unique', () => {
    expect(named('pr-123', UID, { storage: { initialBucketName: 'files-in' } })).toMatchObject({
      initialBucket: 'files-in',
      finalBucket: 'final-pr-123-abcdefghijkl',
    });
  });

  it('keep a part of the uid behind a chosen bucket prefix', () => {
    expect(named('pr-123', UID, { storage: { bucketPrefix: 'acme-' } })).toMatchObject({
      initialBucket: 'initial-acme-abcdefghijkl',
      finalBucket: 'final-acme-abcdefghijkl',
    });
  });
});
