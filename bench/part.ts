/** What a part of the benchmark measures with. */
export interface Bench {
  /** The one emulator of this run. */
  endpoint: string;
  /** How many rounds were asked for; left out: as many as the part thinks right. */
  rounds?: number;
  /** What another part measured, in this run or else when it ran last; undefined: it never ran. */
  figuresOf(part: string): unknown;
  /** Tells how far it is. */
  say(line: string): void;
  /** Aborted when somebody interrupts. */
  signal: AbortSignal;
  /** Starts something that is stopped when the part is over, what was started last first. */
  untilEnd<T extends { stop(): Promise<unknown> }>(starting: Promise<T>): Promise<T>;
}

export interface Goal {
  what: string;
  wanted: string;
  /** `NOT_MEASURED` where this machine lacks what it takes; then it isn't met. */
  measured: string;
  met: boolean;
}

export const NOT_MEASURED = 'not measured';

/** The first row is the header. Rows of one cell each are a drawing. */
export interface Table {
  title: string;
  rows: string[][];
}

export interface Section {
  /** As `results.json` keeps them; names carry the unit. */
  figures: unknown;
  tables: Table[];
  goals: Goal[];
}

/** Something is missing that whoever runs it can see to. The message says what to do; nobody needs the stack. */
export class NotReady extends Error {
  override name = 'NotReady';
}

/** One part of the benchmark. */
export interface Part {
  /** `npm run bench -- NAME` runs it alone. */
  name: string;
  title: string;
  /** Roughly how long, for people: `7 min`. */
  takes: string;
  measure(bench: Bench): Promise<Section>;
}
