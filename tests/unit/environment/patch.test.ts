import { describe, expect, it } from '@jest/globals';
import type { Spec } from '../../../lib/environment/environment.ts';
import { changedFields, patched, type SpecPatch, setsEnd } from '../../../lib/environment/patch.ts';
import { spec } from './sample.ts';

const NOW = new Date('2030-01-01T00:00:00.000Z');
const LATER = '2030-06-01T00:00:00.000Z';

const named = spec({
  encryption: { keyAlias: 'alias/mine' },
  storage: { initialBucketName: 'mine-initial', finalBucketName: 'mine-final', expireAfterDays: 9 },
  role: { name: 'my-role', policyName: 'my-policy', instanceProfileName: 'my-profile' },
  tags: { team: 'files', tier: '1' },
});

function specAfter(patch: SpecPatch, before: Spec = named): Spec {
  const result = patched(before, patch, NOW);
  if (!('spec' in result)) throw new Error(JSON.stringify(result.faults));
  return result.spec;
}

const pointers = (patch: SpecPatch, before: Spec = named): string[] =>
  patched(before, patch, NOW)
    .faults.map(({ pointer }) => pointer)
    .sort();

describe('a merge patch', () => {
  it.each<[string, SpecPatch, Partial<Spec>]>([
    ['that is empty changes nothing', {}, {}],
    [
      'replaces a list as a whole, in canonical form',
      { allowedCidrs: ['2001:DB8::/32', '192.0.2.1'] },
      { allowedCidrs: ['2001:db8::/32', '192.0.2.1/32'] },
    ],
    [
      'changes one tag, takes one away and leaves the rest',
      { tags: { tier: null, more: 'x' } },
      { tags: { team: 'files', more: 'x' } },
    ],
    ['takes all tags away', { tags: null }, { tags: {} }],
    [
      'reaches into an object',
      { storage: { versioning: false } },
      { storage: { ...named.storage, versioning: false } },
    ],
    [
      'sets a default again',
      { encryption: { deletionWindowDays: null } },
      {
        encryption: { ...named.encryption, deletionWindowDays: 10 },
      },
    ],
    ['opens to any address by null', { allowedCidrs: null }, { allowedCidrs: ['0.0.0.0/0', '::/0'] }],
  ])('%s', (_, patch, expected) => expect(specAfter(patch)).toEqual({ ...named, ...expected }));

  it('takes away what has no default', () => {
    expect(specAfter({ storage: { expireAfterDays: null } }).storage).not.toHaveProperty('expireAfterDays');
  });

  it('keeps a key that JavaScript has another use for out of the way, and refuses it', () => {
    const patch = JSON.parse('{"tags":{"__proto__":"x"}}');
    expect(pointers(patch)).toEqual(['/tags/__proto__']);
  });
});

describe('what is decided once', () => {
  const other = {
    region: 'us-east-1',
    encryption: { algorithm: 'AES256', keyAlias: 'alias/other' },
    storage: { bucketPrefix: 'x-', initialBucketName: 'other-1', finalBucketName: 'other-2' },
    role: { name: 'other', policyName: 'other', instanceProfileName: 'other' },
  };
  const all = [
    '/encryption/algorithm',
    '/encryption/keyAlias',
    '/region',
    '/role/instanceProfileName',
    '/role/name',
    '/role/policyName',
    '/storage/bucketPrefix',
    '/storage/finalBucketName',
    '/storage/initialBucketName',
  ];

  it('is refused by name, all at once, with the value that it has', () => {
    expect(pointers(other)).toEqual(all);
    const { faults } = patched(named, { region: 'us-east-1' }, NOW);
    expect(faults[0]?.detail).toContain('"eu-west-1"');
  });

  it('may not be taken away either', () => {
    expect(pointers({ role: null })).toEqual(['/role/instanceProfileName', '/role/name', '/role/policyName']);
    expect(pointers({ encryption: { keyAlias: null } })).toEqual(['/encryption/keyAlias']);
  });

  it('may be given with its present value, or not at all', () => {
    expect(specAfter({ ...named })).toEqual(named);
    expect(specAfter({ region: null, storage: { acl: null } })).toEqual(named);
  });
});

describe('the rules between fields', () => {
  it('hold for what the patch touches', () => {
    expect(pointers({ allowedCidrs: ['10.0.0.1/8', '192.0.2.1'], tags: { Team: 'x' } })).toEqual([
      '/allowedCidrs/0',
      '/tags/Team',
    ]);
    expect(pointers({ tags: { 'a/b~c': 'x', 'aws:x': 'y' } })).toEqual(['/tags/aws:x']);
    const many = Object.fromEntries(Array.from({ length: 39 }, (_, n) => [`t${n}`, '']));
    expect(pointers({ tags: many })).toEqual(['/tags']);
  });

  it('are not asked of what was granted before', () => {
    const past = spec({ expiresAt: '2029-01-01T00:00:00.000Z', deletionProtection: true });
    expect(specAfter({ tags: { a: 'b' } }, past)).toEqual({ ...past, tags: { a: 'b' } });
    const aes: Spec = { ...spec(), encryption: { algorithm: 'AES256' } };
    expect(specAfter({ forceDestroy: true }, aes)).toEqual({ ...aes, forceDestroy: true });
    expect(pointers({ encryption: { deletionWindowDays: 9 } }, aes)).toEqual([
      '/encryption/deletionWindowDays',
    ]);
  });
});

describe('the end', () => {
  const mortal = spec({ ttl: '72h' });
  it.each<[SpecPatch, object, boolean]>([
    [{ ttl: '2h' }, { ttl: '2h' }, true],
    [{ expiresAt: '2030-06-01T02:00:00+02:00' }, { expiresAt: LATER }, true],
    [{ ttl: null }, {}, true],
    [{ expiresAt: null }, {}, true],
    [{ ttl: null, expiresAt: LATER }, { expiresAt: LATER }, true],
    [{ tags: {} }, { ttl: '72h' }, false],
  ])('with %j becomes %j', (patch, end, sets) => {
    const { ttl: _, ...rest } = mortal;
    expect(specAfter(patch, mortal)).toEqual({ ...rest, ...end });
    expect(setsEnd(patch)).toBe(sets);
  });

  it('is refused when it is too soon, too late or given twice', () => {
    expect(pointers({ ttl: '4m' }, mortal)).toEqual(['/ttl']);
    expect(pointers({ expiresAt: '2029-01-01T00:00:00Z' }, mortal)).toEqual(['/expiresAt']);
    expect(pointers({ ttl: '2h', expiresAt: LATER }, mortal)).toEqual(['/expiresAt']);
  });
});

describe('the fields that differ', () => {
  it.each<[SpecPatch, string[]]>([
    [{}, []],
    [{ allowedCidrs: ['192.0.2.1'] }, ['/allowedCidrs']],
    [{ tags: { a: 'b' }, deletionProtection: true }, ['/deletionProtection', '/tags']],
    [
      { storage: { versioning: false, expireAfterDays: null } },
      ['/storage/expireAfterDays', '/storage/versioning'],
    ],
    [{ ttl: '2h' }, ['/ttl']],
  ])('by %j are %j', (patch, fields) => {
    expect(changedFields(named, specAfter(patch)).sort()).toEqual(fields);
    expect(changedFields(specAfter(patch), named).sort()).toEqual(fields);
  });

  it('do not count the order of a list', () => {
    const two = spec({ allowedCidrs: ['192.0.2.1/32', '192.0.2.2/32'] });
    expect(changedFields(two, { ...two, allowedCidrs: [...two.allowedCidrs].reverse() })).toEqual([]);
  });
});
