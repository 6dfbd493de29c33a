import { endingOf } from './failure.ts';
import { makeProgram } from './program.ts';
import { renderFailure } from './render/problem.ts';
import { outliveReaders } from './screen.ts';
import { type Globals, printJson, screens } from './session.ts';
import { sourceOf } from './source.ts';

outliveReaders(process.stdout, process.stderr);
const program = makeProgram();
try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = tell(error);
}

/** Why it failed: for people on stderr, for machines on stdout. */
function tell(thrown: unknown): number {
  const { json, color, url } = program.opts<Globals>();
  const { out, err } = screens(color);
  const { exitCode, failure, result } = endingOf(thrown, url);
  const isJson = json ?? process.argv.includes('--json');
  if (isJson && result !== undefined) {
    printJson(out, result);
  } else if (failure) {
    err.print(...renderFailure(failure, err.colors, err.columns, sourceOf(program)));
  }
  if (process.env.DEBUG === 'groundwork' && thrown instanceof Error)
    err.print(...(thrown.stack ?? '').split('\n'));
  return exitCode;
}
