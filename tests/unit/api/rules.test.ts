import { describe, expect, it } from '@jest/globals';
import { isMeant, ruleOf, takesStrangers, unmet } from '../../../lib/api/rules.ts';

const token = { repository_owner_id: '1234', repository: 'acme/files', ref: 'refs/heads/main' };

describe('a rule', () => {
  it.each<[boolean, string, string]>([
    [true, '*', 'of everybody'],
    [false, 'off', 'of nobody'],
    [true, 'repository_owner_id=1234', 'whose value is the claim'],
    [true, 'repository_owner_id=99,1234', 'one of whose values is the claim'],
    [false, 'repository_owner_id=123', 'whose value the claim only begins with'],
    [false, 'repository_owner_id=12345', 'whose value only begins with the claim'],
    [false, 'REPOSITORY_OWNER_ID=1234', 'about a claim of another case'],
    [true, 'repository_owner_id=1234;ref=refs/heads/main', 'all of whose conditions are met'],
    [false, 'repository_owner_id=1234;ref=refs/heads/next', 'one of whose conditions is not met'],
    [true, ' repository_owner_id = 99 , 1234 ; ref = refs/heads/main', 'with spaces between'],
    [false, 'environment=production', 'about a claim that is not there'],
    [true, 'repository=acme/*', 'whose value is a folder of the claim'],
    [false, 'repository=ac/*', 'whose folder only begins like that of the claim'],
    [false, 'repository=acme*', 'with a star in a name: there it is a star'],
    [false, 'repository=*/files', 'with a star before a name: there it is a star'],
    [true, 'ref=refs/heads/*', 'of two folders'],
  ])('is %p for this token: %s, one %s', (meant, text) => {
    expect(isMeant(ruleOf(text), token)).toBe(meant);
  });

  it('keeps equals signs in a value', () => {
    expect(isMeant(ruleOf('sub=a=b'), { sub: 'a=b' })).toBe(true);
  });

  it('does not take what every object has for a claim', () => {
    expect(isMeant(ruleOf('toString=x'), token)).toBe(false);
    expect(isMeant(ruleOf('toString=x/*'), token)).toBe(false);
    expect(unmet(ruleOf('constructor=x'), token)).toEqual(['constructor']);
  });

  it.each<[boolean, string]>([
    [true, '*'],
    [true, 'iss=https://token.actions.githubusercontent.com'],
    [true, 'aud=groundwork;iss=https://*'],
    [true, 'ref=refs/heads/main'],
    [true, 'ref_protected=true;event_name=push;runner_environment=github-hosted'],
    [true, 'pipeline_source=push;exp=1;iat=1;nbf=1;jti=1'],
    [false, 'sub=repo:acme/files:ref:refs/heads/main'],
    [false, 'aud=groundwork;repository_owner_id=1234'],
    [false, 'off'],
  ])('takes strangers (%p) who get a token of the same issuer: %s', (takes, text) => {
    expect(takesStrangers(ruleOf(text))).toBe(takes);
  });

  it('says on which claims a caller fails', () => {
    expect(unmet(ruleOf('repository_owner_id=99;ref=refs/heads/main;environment=x'), token)).toEqual([
      'repository_owner_id',
      'environment',
    ]);
  });

  it.each(['', ' ', 'acme', '=acme', 'a=', 'a=b;', 'a=b,', 'a=*', 'a=/*', 'a=b;*', '*;a=b', 'a=,b', ';a=b'])(
    'is none if it is %p: nobody is let in by mistake',
    (text) => {
      expect(() => ruleOf(text)).toThrow('does not say who is meant');
    },
  );
});
