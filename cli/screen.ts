import picocolors from 'picocolors';

export type Colors = ReturnType<typeof picocolors.createColors>;

/** Where text goes: to a terminal, a file or a pipe. */
export interface Screen {
  isTerminal: boolean;
  columns: number;
  colors: Colors;
  /** Writes lines. */
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
  const write = (text: string) => void stream.write(text);
  return {
    isTerminal,
    columns: stream.columns || COLUMNS,
    colors: picocolors.createColors(color && wantsColors(isTerminal, env)),
    write,
    print: (...lines) => write(lines.map((line) => `${line}\n`).join('')),
  };
}

/** https://no-color.org, https://force-color.org */
function wantsColors(isTerminal: boolean, env: Variables): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR !== undefined) return env.FORCE_COLOR !== '0';
  return isTerminal && env.TERM !== 'dumb';
}

/** A reader that has seen enough, as `| head`, is no failure. */
export function endQuietlyWhenUnread(...streams: NodeJS.WriteStream[]): void {
  for (const stream of streams) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code === 'EPIPE') process.exit();
      throw error;
    });
  }
}
