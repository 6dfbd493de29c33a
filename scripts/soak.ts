/** `npm run soak`: many environments through the API while AWS has its worst day. docs/reliability.md tells more. */
import { parseArgs } from 'node:util';
import { isSound, soak, summary } from '../tests/support/soak/soak.ts';
import { startEmulator } from './local/emulator.ts';

const USAGE = 'npm run soak -- [--environments 50] [--faults 0.2] [--seed N]';

const refuse = (message: string): never => {
  console.error(`${message}\n${USAGE}`);
  process.exit(2);
};

function numberOf(name: string, text: string, isRight: (value: number) => boolean, what: string): number {
  const value = Number(text);
  return text.trim() !== '' && isRight(value) ? value : refuse(`--${name} must be ${what}, not '${text}'.`);
}

function optionsOf(args: string[]) {
  try {
    const options = {
      environments: { type: 'string', default: '50' },
      faults: { type: 'string', default: '0.2' },
      seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    } as const;
    const { values } = parseArgs({ args, options });
    const isWhole = (value: number) => Number.isInteger(value) && value >= 0 && value < 2 ** 31;
    return {
      environments: numberOf(
        'environments',
        values.environments,
        (value) => isWhole(value) && value > 0,
        'a whole number from 1',
      ),
      faults: numberOf(
        'faults',
        values.faults,
        (value) => value >= 0 && value < 0.6,
        'a share from 0 to 0.5',
      ),
      seed: numberOf('seed', values.seed, isWhole, 'a whole number from 0'),
    };
  } catch (error) {
    return refuse((error as Error).message);
  }
}

const options = optionsOf(process.argv.slice(2));
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => interrupted.abort());

const { environments, faults, seed } = options;
console.log(
  `soak: ${environments} environments, ${faults * 100} % of the calls to AWS disturbed, seed ${seed}`,
);
const emulator = await startEmulator({ signal: interrupted.signal });
let code = 1;
try {
  const report = await soak({
    ...options,
    emulator: emulator.endpoint,
    onProgress: (line) => console.log(line),
    signal: interrupted.signal,
  });
  for (const [kind, count] of report.injected) console.log(`  ${kind}: ${count}`);
  const findings = {
    'not converged': report.wrong,
    orphan: report.orphans,
    lost: report.lost,
    duplicated: report.duplicated,
  };
  for (const [what, list] of Object.entries(findings)) {
    for (const line of list) console.log(`${what}: ${line}`);
  }
  code = isSound(report) ? 0 : 1;
  if (code !== 0) {
    console.log(
      `To repeat it: npm run soak -- --environments ${environments} --faults ${faults} --seed ${seed}`,
    );
  }
  console.log(summary(report));
} catch (error) {
  console.error(interrupted.signal.aborted ? 'interrupted' : error);
} finally {
  await emulator.stop();
}
process.exit(code);
