/** `npm run bench`: what groundwork costs in time and calls, beside what people use today. bench/README.md tells more. */
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startEmulator } from '../scripts/local/emulator.ts';
import { type Bench, NotReady, type Part, type Section } from './part.ts';
import { PARTS } from './parts.ts';
import { thisMachine } from './support/machine.ts';
import { inColumns, withResults, withTables } from './support/page.ts';
import { goalRows, measured, merged, type Results } from './support/results.ts';

const USAGE = `npm run bench -- [PART...] [--rounds N] [--strict] [--table]
  PART      one of these, with roughly how long it takes; left out: all of them
${PARTS.map(({ name, takes, title }) => `            ${name.padEnd(10)}  ${takes.padStart(6)}  ${title}`).join('\n')}
  --rounds  where there are rounds, as many; a quick try, which replaces no results
  --strict  a goal that is missed, or was not measured, makes it fail
  --table   measures nothing, and writes the last results into bench/README.md and docs/cost.md
  --help    shows this`;

const RESULTS = new URL('results.json', import.meta.url);
const PAGE = new URL('README.md', import.meta.url);
const COST = new URL('../docs/cost.md', import.meta.url);

const interrupted = new AbortController();
const { signal } = interrupted;
const say = (line: string) => console.error(line);

function refuse(message: string): never {
  console.error(`${message}\n${USAGE}`);
  process.exit(2);
}

interface Options {
  parts: Part[];
  rounds?: number;
  isStrict: boolean;
  isOnlyTable: boolean;
}

function optionsOf(args: string[]): Options {
  const options = {
    rounds: { type: 'string' },
    strict: { type: 'boolean', default: false },
    table: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  } as const;
  try {
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true });
    if (values.help) {
      console.log(USAGE);
      process.exit(0);
    }
    const unknown = positionals.filter((name) => !PARTS.some((part) => part.name === name));
    if (unknown.length > 0) throw new Error(`There is no part ${unknown.join(', ')}.`);
    if (values.rounds !== undefined && !/^[1-9]\d?$/.test(values.rounds)) {
      throw new Error(`--rounds must be a number from 1 to 99, not '${values.rounds}'.`);
    }
    return {
      parts: PARTS.filter(({ name }) => positionals.length === 0 || positionals.includes(name)),
      ...(values.rounds && { rounds: Number(values.rounds) }),
      isStrict: values.strict,
      isOnlyTable: values.table,
    };
  } catch (error) {
    return refuse((error as Error).message);
  }
}

/** Ends what was started, what came last first. */
async function endAll(toEnd: (() => Promise<unknown>)[]): Promise<void> {
  for (let end = toEnd.pop(); end; end = toEnd.pop()) await end();
}

async function measure(part: Part, bench: Omit<Bench, 'untilEnd' | 'say'>): Promise<Section> {
  const toEnd: (() => Promise<unknown>)[] = [];
  try {
    return await part.measure({
      ...bench,
      say: (line) => say(`${part.name}: ${line}`),
      async untilEnd(starting) {
        const started = await starting;
        toEnd.push(() => started.stop());
        signal.throwIfAborted();
        return started;
      },
    });
  } finally {
    await endAll(toEnd);
  }
}

async function measureAll({ parts, rounds }: Options, toEnd: (() => Promise<unknown>)[]): Promise<Results> {
  const machine = await thisMachine({ onProgress: say, signal });
  const { endpoint, stop } = await startEmulator({ onProgress: say, signal });
  toEnd.push(stop);
  const results: Results = {};
  for (const part of parts) {
    const { name, title } = part;
    const figuresOf = (other: string) => (results[other] ?? before[other])?.figures;
    const section = await measure(part, { endpoint, figuresOf, signal, ...(rounds && { rounds }) });
    results[name] = measured(section, { title, date: new Date().toISOString(), machine });
    // At once: a part that breaks does not spoil those before it.
    if (rounds === undefined) await write(merged(before, results, order));
    for (const table of section.tables) console.log(`\n${inColumns(table)}`);
  }
  console.log(`\n${inColumns({ title: 'Goals', rows: goalRows(Object.values(results)) })}`);
  return results;
}

async function write(results: Results): Promise<void> {
  await writeFile(RESULTS, `${JSON.stringify(results, null, 2)}\n`);
  await writeFile(PAGE, withResults(await readFile(PAGE, 'utf8'), results));
  await writeFile(COST, withTables(await readFile(COST, 'utf8'), results.cost?.tables ?? []));
}

const options = optionsOf(process.argv.slice(2));
const order = PARTS.map(({ name }) => name);
const before: Results = existsSync(RESULTS) ? JSON.parse(await readFile(RESULTS, 'utf8')) : {};
if (options.isOnlyTable) {
  await write(before);
  process.exit(0);
}

for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => interrupted.abort());
signal.addEventListener('abort', () => say('interrupted: ends what runs, and cleans up'));
const toEnd: (() => Promise<unknown>)[] = [];
let code = 1;
try {
  const folder = await mkdtemp(join(tmpdir(), 'groundwork-bench-'));
  toEnd.push(() => rm(folder, { recursive: true, force: true }));
  // Whatever is left behind is left in there.
  process.env.TMPDIR = folder;
  const results = await measureAll(options, toEnd);
  const isMissed = Object.values(results).some(({ goals }) => goals.some(({ met }) => !met));
  code = options.isStrict && isMissed ? 1 : 0;
} catch (error) {
  if (!signal.aborted) console.error(error instanceof NotReady ? error.message : error);
} finally {
  await endAll(toEnd);
}
process.exit(code);
