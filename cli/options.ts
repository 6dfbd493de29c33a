import { Option } from 'commander';
import { duration } from './duration.ts';
import { UsageError } from './exit.ts';

/** An option whose values are a list. */
export const repeatable = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((value: string, before: readonly string[] = []) => [
    ...before,
    value,
  ]);

type Row = readonly [flags: string, description: string, of?: 'repeatable'];

const optionsOf = (rows: readonly Row[]): Option[] =>
  rows.map(([flags, description, of]) =>
    of === 'repeatable' ? repeatable(flags, description) : new Option(flags, description),
  );

/** What an environment is to be like. */
export const specOptions = (): Option[] => [
  ...optionsOf([
    ['-f, --spec <file>', 'the fields in YAML or JSON; - reads stdin'],
    ['--cidr <block>', 'who may use the buckets; may be repeated', 'repeatable'],
    ['--vpc-endpoint <id>', 'whose traffic may, too; may be repeated', 'repeatable'],
    ['--region <region>', "one of the deployment's"],
    ['--ttl <time>', 'torn down after it: 90m, 72h, 7d'],
    ['--expires-at <time>', 'torn down then: 2026-12-01T18:00:00Z'],
    ['--tag <key=value>', 'on everything that is made; may be repeated', 'repeatable'],
    ['--protect', 'refuse deletion, and put off expiry'],
    ['--force-destroy', 'let every deletion empty the buckets'],
  ]),
  new Option('--algorithm <name>', 'aws:kms makes a key, AES256 none').choices(['aws:kms', 'AES256']),
];

/** What can be taken away again. */
export const patchOptions = (): Option[] =>
  optionsOf([
    ['--no-protect', 'allow deletion again'],
    ['--no-force-destroy', 'let data stop a deletion again'],
    ['--no-expiry', 'keep it until it is deleted'],
    ['--untag <key>', 'take a tag away; may be repeated', 'repeatable'],
  ]);

const TWENTY_MINUTES = 20 * 60_000;

export const timeoutOption = (): Option =>
  new Option('--timeout <time>', 'stop waiting after it: 90s, 20m, 1h')
    .argParser(duration)
    .default(TWENTY_MINUTES, '20m');

/** Of what goes on after the answer. */
export const waitOptions = (): Option[] => [
  new Option('--no-wait', "don't wait until it is done"),
  timeoutOption(),
];

export interface WaitFlags {
  wait: boolean;
  /** Milliseconds. */
  timeout: number;
}

export const dryRunOption = (): Option =>
  new Option('--dry-run', 'show what would happen, and change nothing');

export const ifMatchOption = (): Option =>
  headerOption('--if-match <etag>', 'only if nobody has changed it since');

/** What is sent as a header. */
export const headerOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser((text: string) => {
    if (/^[\t -~\u0080-\u00FF]*$/.test(text)) return text;
    throw new UsageError(`${flags} has characters in it that can't be sent, such as line breaks.`);
  });
