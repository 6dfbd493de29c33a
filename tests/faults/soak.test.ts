import { expect, it } from '@jest/globals';
import { soak, summary } from '../support/soak/soak.ts';

const ENVIRONMENTS = 12;
const SEED = 1;

it(`${ENVIRONMENTS} environments converge through a hostile AWS, and nothing is left, lost or doubled (seed ${SEED})`, async () => {
  const emulator = process.env.FAULTS_EMULATOR_ENDPOINT ?? '';
  const report = await soak({ environments: ENVIRONMENTS, faults: 0.2, seed: SEED, emulator });
  process.stdout.write(`${summary(report)}\n`);
  const { converged, wrong, orphans, lost, duplicated, injected } = report;
  expect({ wrong, orphans, lost, duplicated }).toEqual({
    wrong: [],
    orphans: [],
    lost: [],
    duplicated: [],
  });
  expect(converged).toBe(ENVIRONMENTS);
  // Every kind that there is was among them.
  expect(injected.size).toBe(9);
}, 600_000);
