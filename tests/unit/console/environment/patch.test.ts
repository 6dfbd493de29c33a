import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { z } from 'zod';
import type { Spec } from '../../../../client/contract.ts';
import type { Draft } from '../../../../console/page/create/request.ts';
import { draftOf, patchOf } from '../../../../console/page/environment/change/patch.ts';
import { tagKey, tagValue } from '../../../../lib/api/schemas.ts';

const spec: Spec = {
  region: 'eu-west-1',
  allowedCidrs: ['203.0.113.7/32'],
  allowedVpcEndpoints: [],
  encryption: { algorithm: 'aws:kms', deletionWindowDays: 10 },
  storage: { acl: 'private', versioning: true, expireAfterDays: 30 },
  role: { trustedServices: ['ec2.amazonaws.com', 'lambda.amazonaws.com'] },
  deletionProtection: false,
  forceDestroy: false,
  tags: { team: 'files', 'a=b': ' c = d ' },
};

const opened = draftOf(spec);
const patch = (change: Partial<Draft>) => patchOf(spec, { ...opened, ...change });
const rows = (tags: Record<string, string>) => Object.entries(tags).map(([key, value]) => ({ key, value }));

/** Texts of what tags may be made of. */
const tagText = (least: number) =>
  fc.string({
    unit: fc.constantFrom(...'aé 漢1_.:/=+-@', '\u2028', '\u00a0'),
    minLength: least,
    maxLength: 9,
  });
const tags = fc
  .uniqueArray(fc.tuple(fc.oneof(tagText(1), fc.constantFrom('__proto__', 'toString')), tagText(0)), {
    selector: ([key]) => key,
    maxLength: 6,
  })
  .map((pairs) => Object.fromEntries(pairs) as Record<string, string>);

describe('the patch of a form', () => {
  it('is empty when nothing was changed, whatever the tags are', () => {
    expect(patch({})).toEqual({});
    fc.assert(
      fc.property(tags, (legal) => {
        z.record(tagKey, tagValue).parse(legal);
        const one = { ...spec, tags: legal };
        expect(patchOf(one, draftOf(one))).toEqual({});
      }),
    );
  });

  it('leads from any tags to those that are typed, as they are there or without spaces around them', () => {
    fc.assert(
      fc.property(tags, tags, (before, typed) => {
        const wanted = new Map(
          Object.entries(typed)
            .map(([key, value]) => [Object.hasOwn(before, key) ? key : key.trim(), value] as const)
            .map(([key, value]) => [key, before[key] === value ? value : value.trim()] as const)
            .filter(([key, value]) => key !== '' || value !== ''),
        );
        const one = { ...spec, tags: before };
        const sent = patchOf(one, { ...draftOf(one), tags: rows(typed) }).tags ?? {};
        const merged = new Map([...Object.entries(before), ...Object.entries(sent)]);
        expect(new Map([...merged].filter(([, value]) => value !== null))).toEqual(wanted);
      }),
    );
  });

  it('has only the fields that were changed', () => {
    expect(patch({ allowedCidrs: ' 203.0.113.0/24\n\n2001:db8::/32, 198.51.100.1 ' })).toEqual({
      allowedCidrs: ['203.0.113.0/24', '2001:db8::/32', '198.51.100.1'],
    });
    expect(
      patch({
        storage: { ...opened.storage, versioning: false },
        deletionProtection: true,
        forceDestroy: true,
      }),
    ).toEqual({ storage: { versioning: false }, deletionProtection: true, forceDestroy: true });
  });

  it('takes away the tags that are gone and sets those that are new or other', () => {
    const typed = rows({ team: 'web', ' owner ': ' ops', '': '' });
    expect(patch({ tags: typed })).toEqual({ tags: { team: 'web', owner: 'ops', 'a=b': null } });
  });

  it('says when objects expire as a number, never as nothing, and as it was typed what is neither', () => {
    const expire = (expireAfterDays: string) => patch({ storage: { ...opened.storage, expireAfterDays } });
    expect(expire(' 7 ')).toEqual({ storage: { expireAfterDays: 7 } });
    expect(expire('')).toEqual({ storage: { expireAfterDays: null } });
    expect(expire('ten')).toEqual({ storage: { expireAfterDays: 'ten' } });
  });

  it('names the services that may hand the role on only if they are others', () => {
    const trust = (...trustedServices: string[]) => patch({ role: { ...opened.role, trustedServices } });
    expect(trust('lambda.amazonaws.com', 'ec2.amazonaws.com')).toEqual({});
    expect(trust('lambda.amazonaws.com')).toEqual({ role: { trustedServices: ['lambda.amazonaws.com'] } });
    expect(trust()).toEqual({ role: { trustedServices: [] } });
  });

  it('says when it ends only if asked to', () => {
    expect(patch({ end: 'ttl', ttl: ' 72h ' })).toEqual({ ttl: '72h' });
    expect(patch({ end: 'never', ttl: '72h' })).toEqual({ ttl: null, expiresAt: null });
  });
});
