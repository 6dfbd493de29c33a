import { describe, expect, it } from '@jest/globals';
import { verdictOn } from '../../../scripts/supply-chain/audit-verdict.ts';

const report = (vulnerabilities: object) => JSON.stringify({ auditReportVersion: 2, vulnerabilities });

describe('an audit', () => {
  it('passes when nothing is known', () => {
    expect(verdictOn(report({}))).toEqual({
      passes: true,
      says: ['no known vulnerabilities in what runs in production'],
    });
  });

  it.each(['info', 'low', 'moderate', 'high', 'critical'])('fails on a finding that is %s', (severity) => {
    const advisory = { title: 'Loops forever', url: 'https://github.com/advisories/GHSA-1' };
    const found = {
      inner: { name: 'inner', severity, via: [advisory] },
      outer: { name: 'outer', severity, via: ['inner'] },
    };
    expect(verdictOn(report(found))).toEqual({
      passes: false,
      says: [
        `${severity}: inner: Loops forever, https://github.com/advisories/GHSA-1`,
        `${severity}: outer: by inner`,
      ],
    });
  });

  it.each([404, 405, 501])('says plainly that a registry without audits (%d) was not asked', (statusCode) => {
    const { passes, says } = verdictOn(JSON.stringify({ message: 'POST https://mirror/bulk', statusCode }));
    expect(passes).toBe(true);
    expect(says).toEqual(['NOT AUDITED: this registry has no audits. POST https://mirror/bulk']);
  });

  it.each([
    ['the registry fails', { message: '503 Service Unavailable', statusCode: 503 }],
    ['the registry refuses', { message: '403 Forbidden', statusCode: 403 }],
    ['nobody answers', { message: 'connect ECONNREFUSED', error: { summary: '' } }],
    ['npm prints something unknown', { error: { code: 'ENOLOCK' } }],
  ])('fails when %s', (_, printed) => {
    expect(verdictOn(JSON.stringify(printed)).passes).toBe(false);
  });

  it('fails when npm prints nothing', () => {
    expect(() => verdictOn('')).toThrow(SyntaxError);
  });
});
