import { randomInt } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { atRest } from '../support/http.ts';
import { useTokens } from '../support/issuer.ts';
import { useSystem } from '../support/suite.ts';
import { ADMIN, DEPLOYED, OPERATOR } from './caller.ts';
import { OPERATIONS } from './contract.ts';
import { changesGranted, changesIn, idsAfter } from './ledger.ts';
import { type Run, run } from './run.ts';
import { desiredIn, ofOthers, prepare, SECRETS, type Tables, tablesOf } from './world.ts';

const requests = Number(process.env.FUZZ_REQUESTS ?? 10_500);
const seed = Number(process.env.FUZZ_SEED ?? randomInt(2 ** 31));
/** Some four times what a busy machine takes. */
const MILLISECONDS_PER_REQUEST = 60;
const MINUTE = 60_000;
/** Refused before anything was looked at, or because there is nothing to look at. */
const FOR_THEIR_FORM: ReadonlySet<number> = new Set([400, 404, 413, 415]);

const env: Record<string, string> = { ...DEPLOYED };
const issuer = useTokens(env);
const system = useSystem({ env });

/** As long as the longest run lasts. */
const VALID = { seconds: 24 * 60 * 60 };

describe(`${requests} requests made from openapi.yaml, with FUZZ_SEED=${seed}`, () => {
  let before: Tables;
  let after: Tables;
  let result: Run;

  beforeAll(
    async () => {
      const [operator, admin] = await Promise.all(
        [OPERATOR, ADMIN].map(async (claims) => `Bearer ${await issuer.token(claims, VALID)}`),
      );
      const known = await prepare(system, operator ?? '');
      before = await tablesOf(system);
      const secrets = { accountId: system.accountId, others: SECRETS };
      const began = Date.now();
      result = await run({
        url: system.url,
        requests,
        seed,
        known,
        secrets,
        desired: () => desiredIn(system),
        headersFor: (operationId) => [
          ['authorization', (operationId === 'createImport' ? admin : operator) ?? ''],
        ],
      });
      const seconds = Math.round((Date.now() - began) / 1000);
      process.stdout.write(`${requests} requests in ${seconds} seconds, with FUZZ_SEED=${seed}\n`);
      await atRest(system);
      after = await tablesOf(system);
    },
    MINUTE * 2 + requests * MILLISECONDS_PER_REQUEST,
  );

  it('are all answered as the contract says, tell nothing that is not the caller’s, and leave nothing when refused', () => {
    expect(result.shown.join('\n\n')).toBe('');
    expect(result.faults).toEqual({});
    expect(result.sent).toBe(requests);
  });

  it.each(OPERATIONS)(
    'are refused by $operationId for their form, but not all of them',
    ({ operationId }) => {
      const statuses = Object.keys(result.answers[operationId] ?? {}).map(Number);
      expect(statuses).toContain(400);
      expect(statuses.filter((status) => !FOR_THEIR_FORM.has(status))).not.toEqual([]);
    },
  );

  it('are refused without a request id only where no function had them, which is seldom', () => {
    expect(result.byGateway).toBeLessThan(requests / 20);
  });

  it('leave no environment and no change behind but what was granted', () => {
    const { grants } = result;
    expect(grants.length).toBeGreaterThan(0);
    expect(changesIn(before, after)).toEqual(changesGranted(before, after, grants));
    expect(after.records.map(({ id }) => id).sort()).toEqual(idsAfter(before, grants));
  });

  it('leave what is somebody else’s as it was', () => {
    expect(ofOthers(before).length).toBeGreaterThan(1);
    expect(ofOthers(after)).toEqual(ofOthers(before));
  });
});
