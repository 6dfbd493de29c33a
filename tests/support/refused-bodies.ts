/** Bodies of `POST /environments` with mistakes, and the pointers that must name them, sorted. */
export const REFUSED_BODIES: [name: string, body: unknown, pointers: string[]][] = [
  ['an id of 33 characters', { id: `a${'b'.repeat(32)}` }, ['/id']],
  ['an id in capitals', { id: 'PR-123' }, ['/id']],
  ['a CIDR with host bits', { id: 'bad', allowedCidrs: ['10.0.0.1/8'] }, ['/allowedCidrs/0']],
  ['what is no address', { id: 'bad', allowedCidrs: ['10.0.0.0/8', 'home'] }, ['/allowedCidrs/1']],
  ['an empty list of addresses', { id: 'bad', allowedCidrs: [] }, ['/allowedCidrs']],
  ['an unknown field', { id: 'bad', colour: 'blue' }, ['/colour']],
  ['an unknown field further down', { id: 'bad', storage: { 'a/b~c': 1 } }, ['/storage/a~1b~0c']],
  ['a prototype key', '{"id":"bad","__proto__":{"region":"x"}}', ['/__proto__']],
  ['a region that is not allowed', { id: 'bad', region: 'mars-north-1' }, ['/region']],
  ['a public acl', { id: 'bad', storage: { acl: 'public-read' } }, ['/storage/acl']],
  ['a reserved tag', { id: 'bad', tags: { 'AWS:owner': 'me' } }, ['/tags/AWS:owner']],
  ['tags that differ in case', { id: 'bad', tags: { Env: 'a', env: 'b' } }, ['/tags/env']],
  [
    'an alias with AES256',
    { id: 'bad', encryption: { algorithm: 'AES256', keyAlias: 'alias/x' } },
    ['/encryption/keyAlias'],
  ],
  ["AWS's own alias", { id: 'bad', encryption: { keyAlias: 'alias/aws/s3' } }, ['/encryption/keyAlias']],
  [
    'a prefix beside exact names',
    {
      id: 'bad',
      storage: { bucketPrefix: 'x-', initialBucketName: 'abc' },
    },
    ['/storage/bucketPrefix'],
  ],
  [
    'one name for both buckets',
    {
      id: 'bad',
      storage: { initialBucketName: 'same-name', finalBucketName: 'same-name' },
    },
    ['/storage/finalBucketName'],
  ],
  [
    'a window of six days',
    { id: 'bad', encryption: { deletionWindowDays: 6 } },
    ['/encryption/deletionWindowDays'],
  ],
  [
    'a service that is not trusted',
    { id: 'bad', role: { trustedServices: ['iam.amazonaws.com'] } },
    ['/role/trustedServices/0'],
  ],
  ['both ttl and expiresAt', { id: 'bad', ttl: '72h', expiresAt: '2999-01-01T00:00:00Z' }, ['/expiresAt']],
  ['an end in the past', { id: 'bad', expiresAt: '2020-01-01T00:00:00Z' }, ['/expiresAt']],
  ['a ttl without a unit', { id: 'bad', ttl: '72' }, ['/ttl']],
  [
    'everything that is wrong at once',
    { id: 'PR 123', allowedCidrs: ['10.0.0.1/8'], colour: 'blue', encryption: { algorithm: 'ROT13' } },
    ['/allowedCidrs/0', '/colour', '/encryption/algorithm', '/id'],
  ],
];
