import picocolors from 'picocolors';
import { EXIT } from './exit.ts';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Where text goes: to a terminal, a file or a pipe. */
export interface Screen {
  isTerminal: boolean;
  columns: number;
  colors: Colors;
  /** Nobody reads it any more, as behind `| head`: nothing is written then. */
  isUnread(): boolean;
  /** Writes lines, in which nothing steers the terminal but colours, nor the service that keeps a log of it. */
  print(...lines: string[]): void;
  /** Writes text as it is. */
  write(text: string): void;
}

/** Where nobody says how wide it is. */
const COLUMNS = 80;

type Variables = Readonly<Record<string, string | undefined>>;

/** @param color false: `--no-color` was given */
export function screenOn(stream: NodeJS.WriteStream, env: Variables, color: boolean): Screen {
  const isTerminal = stream.isTTY === true;
  const isUnread = () => Boolean(stream.errored);
  const write = (text: string) => void (isUnread() || stream.write(text));
  return {
    isTerminal,
    isUnread,
    columns: stream.columns || COLUMNS,
    colors: picocolors.createColors(color && wantsColors(isTerminal, env)),
    write,
    print: (...lines) => write(lines.map((line) => `${harmless(line)}\n`).join('')),
  };
}

/** https://no-color.org, https://force-color.org */
function wantsColors(isTerminal: boolean, env: Variables): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0';
  return isTerminal && env.TERM !== 'dumb';
}

/** Whatever answers, a tag or an error of AWS may have been written by somebody else. */
export const harmless = (line: string): string =>
  line
    .replace(/[\r\n]+/g, ' ')
    .replace(STEERING, '\uFFFD')
    .replace(COMMAND, '$1 $2');

/** Lines that GitHub Actions takes for its own. */
const COMMAND = /^(\s*:)(:)|(?<=##)(?=\[)/g;

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const STEERING = /\u001B(?!\[[\d;]*m)|[\u0000-\u0008\u000B-\u001A\u001C-\u001F\u007F-\u009F]/g;

/**
 * A reader that has seen enough, as `| head`, is no failure: what is going on ends as it does. Results that can't be
 * written otherwise are one.
 */
export function outliveReaders(out: NodeJS.WriteStream, err: NodeJS.WriteStream): void {
  out.on('error', ({ code, message }: NodeJS.ErrnoException) => {
    if (code === 'EPIPE') return;
    err.write(`✖ What it prints can't be written: ${message}.\n`);
    process.exit(EXIT.failed);
  });
  // There is no other place to tell of it.
  err.on('error', () => {});
}
