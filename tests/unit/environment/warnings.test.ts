import { describe, expect, it } from '@jest/globals';
import { warnings } from '../../../lib/environment/warnings.ts';
import { spec } from './sample.ts';

const EXPIRY = '2030-01-08T00:00:00.000Z';

describe('an environment is warned about', () => {
  it.each([
    ['nothing when it is closed', {}, undefined, []],
    ['nothing when it expires', {}, EXPIRY, []],
    ['nothing when it is protected for ever', { deletionProtection: true }, undefined, []],
    ['nothing for a block of length 10', { allowedCidrs: ['10.0.0.0/10'] }, undefined, []],
    ['every IPv4 address', { allowedCidrs: ['0.0.0.0/0'] }, undefined, ['open-to-any-address']],
    ['every IPv6 address', { allowedCidrs: ['10.0.0.0/8', '::/0'] }, undefined, ['open-to-any-address']],
    ['an expiry without effect', { deletionProtection: true }, EXPIRY, ['protected-does-not-expire']],
    [
      'both',
      { allowedCidrs: ['::/0'], deletionProtection: true },
      EXPIRY,
      ['open-to-any-address', 'protected-does-not-expire'],
    ],
  ])('%s', (_, changes, expiresAt, codes) => {
    const found = warnings({ spec: spec(changes), ...(expiresAt && { expiresAt }) });
    expect(found.map(({ code }) => code)).toEqual(codes);
  });

  it('the open blocks and no others by name', () => {
    const allowedCidrs = ['0.0.0.0/0', '10.0.0.0/8', '::/0'];
    expect(warnings({ spec: spec({ allowedCidrs }) })).toEqual([
      {
        code: 'open-to-any-address',
        message:
          "Storage is open to any address (0.0.0.0/0, ::/0). Set allowedCidrs to the microservice's network.",
      },
    ]);
  });

  it('its expiry with the time', () => {
    const [warning] = warnings({ spec: spec({ deletionProtection: true }), expiresAt: EXPIRY });
    expect(warning?.message).toContain(EXPIRY);
  });
});
