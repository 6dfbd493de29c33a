import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isAllowed } from '../../support/access/allowed.ts';
import { CALLERS, type Caller, everything } from '../../support/access/callers.ts';
import { CALLS, isOfKeyAlone } from '../../support/access/calls.ts';
import { withTables } from '../../support/access/page.ts';
import {
  FROM_A_SERVICE,
  INSIDE,
  INSIDE_WITHOUT_TLS,
  OUTSIDE,
  type Place,
} from '../../support/access/places.ts';

it('docs/security.md says what the policies say; `npm run security-table` writes it', async () => {
  const page = readFileSync(new URL('../../../docs/security.md', import.meta.url), 'utf8');
  expect(page).toBe(await withTables(page));
});

describe('whatever the page says', () => {
  type Name = (typeof CALLS)[number]['name'];

  const EVERYTHING = CALLS.map(({ name }) => name);
  const ON_BUCKETS = CALLS.filter((call) => !isOfKeyAlone(call)).map(({ name }) => name);
  const ON_KEY_ALONE = CALLS.filter(isOfKeyAlone).map(({ name }) => name);
  const ANYWHERE = [...INSIDE, ...OUTSIDE];

  const { role, admin, root, otherAccount, provisioner, observer, service, unsigned } = CALLERS;
  const { identity, boundary } = role.policies;
  /** Its own policy and the boundary each have to be enough, should somebody change the other. */
  const ROLES = [
    role,
    { ...role, name: 'the role, had it no boundary', policies: { identity } },
    { ...role, name: 'the role, were it allowed everything', policies: { identity: everything, boundary } },
  ];
  const THE_ACCOUNT = [role, admin, root, provisioner, observer];

  const product = (callers: readonly Caller[], places: readonly Place[]) =>
    callers.flatMap((caller) => places.map((place) => ({ caller, place })));

  it.each<[string, ReturnType<typeof product>, readonly Name[], readonly Name[]]>([
    ['the role uses objects', product(ROLES, INSIDE), ON_BUCKETS, ['get', 'put', 'delete', 'list']],
    ['the role reaches nothing from elsewhere', product(ROLES, OUTSIDE), ON_BUCKETS, []],
    ['from elsewhere nobody reaches an object', product(THE_ACCOUNT, OUTSIDE), ['get', 'put', 'list'], []],
    [
      'from elsewhere only the service itself sees what objects there are',
      product([role, admin, root, otherAccount, unsigned], OUTSIDE),
      ['list', 'list versions'],
      [],
    ],
    [
      'nobody puts past the encryption',
      product(THE_ACCOUNT, ANYWHERE),
      ['put, other KMS key', 'put, KMS without a key', 'put, AES256', 'put, SSE-C'],
      [],
    ],
    ['others reach nothing', product([otherAccount, unsigned], ANYWHERE), EVERYTHING, []],
    ['AWS services reach nothing', product([service], [FROM_A_SERVICE]), EVERYTHING, []],
    [
      'the provisioner is locked out nowhere, and reads nothing',
      product([provisioner], ANYWHERE),
      EVERYTHING,
      ['delete', 'list versions', 'change bucket policy', 'change key policy'],
    ],
    [
      'the observer is locked out nowhere, and sees no more than names',
      product([observer], ANYWHERE),
      EVERYTHING,
      ['list versions'],
    ],
    ['the role does not ask KMS itself', product(ROLES, ANYWHERE), ON_KEY_ALONE, ['decrypt through S3']],
    [
      'without TLS there is nothing',
      product([role, admin, provisioner, observer, otherAccount, service, unsigned], [INSIDE_WITHOUT_TLS]),
      ON_BUCKETS,
      [],
    ],
    [
      'the root user can repair a policy that locks everybody out',
      product([root], [...OUTSIDE, INSIDE_WITHOUT_TLS]),
      ON_BUCKETS,
      ['change bucket policy'],
    ],
  ])('%s', async (_, requests, names, expected) => {
    const calls = CALLS.filter(({ name }) => names.includes(name));
    for (const { caller, place } of requests) {
      const answers = await Promise.all(calls.map((call) => isAllowed(caller, place, call)));
      const allowed = calls.filter((_call, index) => answers[index]).map(({ name }) => name);
      const request = { who: caller.name, from: place.name };
      expect({ ...request, allowed }).toEqual({ ...request, allowed: expected });
    }
  });
});
