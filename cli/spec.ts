import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { type Document, LineCounter, parseDocument, visit } from 'yaml';
import { UsageError } from './exit.ts';
import { idOf } from './id.ts';

/** As the options of `specOptions` and `patchOptions` say. */
export interface SpecFlags {
  spec?: string;
  cidr?: string[];
  vpcEndpoint?: string[];
  region?: string;
  ttl?: string;
  expiresAt?: string;
  tag?: string[];
  untag?: string[];
  protect?: boolean;
  forceDestroy?: boolean;
  /** false: `--no-expiry` */
  expiry?: boolean;
  algorithm?: string;
}

/** Fields of a request. What they may be, the API says. */
export type Fields = Record<string, unknown>;

/**
 * The fields of a request: those of the file, and what the flags say instead.
 *
 * @throws UsageError the file can't be read, or a flag can't be meant so
 */
export async function fieldsOf(flags: SpecFlags): Promise<Fields> {
  const file = flags.spec === undefined ? {} : await fieldsIn(flags.spec);
  return overridden(file, flags);
}

/** Which environment fields are of, as the argument or they say, and what else they say. Pure. @throws UsageError it can't be an id */
export function named(fields: Fields, given: string | undefined): { id: string | undefined; fields: Fields } {
  const { id, ...rest } = fields;
  if (given !== undefined) return { id: given, fields: rest };
  return typeof id === 'string' ? { id: idOf(id), fields: rest } : { id: undefined, fields };
}

/** What the flags say in the place of what a file does. Pure. */
export function overridden(file: Fields, flags: SpecFlags): Fields {
  if (flags.ttl !== undefined && flags.expiresAt !== undefined) {
    throw new UsageError('--ttl and --expires-at exclude each other.');
  }
  if (flags.expiry === false && (flags.ttl ?? flags.expiresAt) !== undefined) {
    throw new UsageError('--no-expiry excludes --ttl and --expires-at.');
  }
  const tags = tagsOf(flags);
  const said: Fields = {
    ...given('allowedCidrs', flags.cidr),
    ...given('allowedVpcEndpoints', flags.vpcEndpoint),
    ...given('region', flags.region),
    ...given('ttl', flags.ttl),
    ...given('expiresAt', flags.expiry === false ? null : flags.expiresAt),
    ...given('deletionProtection', flags.protect),
    ...given('forceDestroy', flags.forceDestroy),
    ...(flags.algorithm && { encryption: { ...fieldsAt(file, 'encryption'), algorithm: flags.algorithm } }),
    ...(tags && { tags: { ...fieldsAt(file, 'tags'), ...tags } }),
  };
  const { ttl, expiresAt, ...rest } = file;
  // One of both; the flag's then.
  const ends =
    'ttl' in said || 'expiresAt' in said ? {} : { ...given('ttl', ttl), ...given('expiresAt', expiresAt) };
  return { ...rest, ...ends, ...said };
}

const given = (name: string, value: unknown): Fields => (value === undefined ? {} : { [name]: value });

const fieldsAt = (fields: Fields, name: string): Fields => (isFields(fields[name]) ? fields[name] : {});

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function tagsOf({ tag, untag = [] }: SpecFlags): Fields | undefined {
  if (!tag && untag.length === 0) return undefined;
  return {
    ...Object.fromEntries(untag.map((key) => [key, null])),
    ...Object.fromEntries((tag ?? []).map(pairOf)),
  };
}

/** @throws UsageError it is no KEY=VALUE */
export function pairOf(pair: string): [key: string, value: string] {
  const at = pair.indexOf('=');
  if (at > 0) return [pair.slice(0, at), pair.slice(at + 1)];
  throw new UsageError(`--tag ${pair} must be KEY=VALUE.`);
}

/** @param path `-` is stdin */
async function fieldsIn(path: string): Promise<Fields> {
  const name = path === '-' ? 'stdin' : path;
  const lineCounter = new LineCounter();
  const document = parseDocument(await contentsOf(path), { lineCounter, prettyErrors: false });
  const [mistake = danglingIn(document)] = document.errors;
  if (mistake) {
    const { line, col } = lineCounter.linePos(mistake.pos[0]);
    throw new UsageError(`${name}:${line}:${col} is no YAML: ${mistake.message}`);
  }
  const fields: unknown = document.toJS();
  if (isFields(fields)) return fields;
  throw new UsageError(`${name} must hold the fields of an environment, such as \`ttl: 72h\`.`);
}

/** An alias of nothing: the parser finds it only when it is too late to say where it stands. */
function danglingIn(document: Document.Parsed): { pos: [number, number]; message: string } | undefined {
  let found: ReturnType<typeof danglingIn>;
  visit(document, {
    Alias(_, alias) {
      if (alias.resolve(document)) return undefined;
      const [start = 0, end = 0] = alias.range ?? [];
      found = { pos: [start, end], message: `there is no anchor &${alias.source}` };
      return visit.BREAK;
    },
  });
  return found;
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'it is not yours to read',
};

/** @throws UsageError it can't be read */
export async function contentsOf(path: string): Promise<string> {
  if (path === '-') return text(process.stdin);
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    const { code = '', message } = error as NodeJS.ErrnoException;
    throw new UsageError(`${path} can't be read: ${WHY[code] ?? message}.`);
  }
}
