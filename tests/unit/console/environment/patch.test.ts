import { describe, expect, it } from '@jest/globals';
import type { Spec } from '../../../../client/contract.ts';
import { type Draft, draftOf, patchOf } from '../../../../console/page/environment/change/patch.ts';

const spec: Spec = {
  region: 'eu-west-1',
  allowedCidrs: ['203.0.113.7/32'],
  allowedVpcEndpoints: [],
  encryption: { algorithm: 'aws:kms', deletionWindowDays: 10 },
  storage: { acl: 'private', versioning: true },
  role: { trustedServices: ['ec2.amazonaws.com'] },
  deletionProtection: false,
  forceDestroy: false,
  tags: { team: 'files', query: 'a=b' },
};

const patch = (change: Partial<Draft>) => patchOf(spec, { ...draftOf(spec), ...change });

describe('the patch of a form', () => {
  it('is empty when nothing was changed', () => {
    expect(patch({})).toEqual({});
  });

  it('has only the fields that were changed', () => {
    expect(patch({ allowedCidrs: ' 203.0.113.0/24\n\n2001:db8::/32, 198.51.100.1 ' })).toEqual({
      allowedCidrs: ['203.0.113.0/24', '2001:db8::/32', '198.51.100.1'],
    });
    expect(patch({ versioning: false, deletionProtection: true })).toEqual({
      storage: { versioning: false },
      deletionProtection: true,
    });
  });

  it('takes away the tags that are gone and sets those that are new or other', () => {
    expect(patch({ tags: 'team=web\nowner' })).toEqual({ tags: { team: 'web', owner: '', query: null } });
    expect(patch({ tags: 'query=a=b\nteam=files' })).toEqual({});
  });

  it('says when it ends only if asked to', () => {
    expect(patch({ end: 'ttl', ttl: ' 72h ' })).toEqual({ ttl: '72h' });
    expect(patch({ end: 'never', ttl: '72h' })).toEqual({ ttl: null, expiresAt: null });
  });
});
