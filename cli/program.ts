import { Command, type CommanderError } from 'commander';
import { completion } from './commands/completion.ts';
import { serveInBrowser } from './commands/console.ts';
import { create } from './commands/create.ts';
import { remove } from './commands/delete.ts';
import { drift } from './commands/drift.ts';
import { events } from './commands/events.ts';
import { get } from './commands/get.ts';
import { importState } from './commands/import.ts';
import { list } from './commands/list.ts';
import { outputs } from './commands/outputs.ts';
import { plan } from './commands/plan.ts';
import { reconcile } from './commands/reconcile.ts';
import { restore } from './commands/restore.ts';
import { terraform } from './commands/terraform.ts';
import { update } from './commands/update.ts';
import { wait } from './commands/wait.ts';
import { EXIT, UsageError } from './exit.ts';
import { headerOption } from './options.ts';
import { VERSION } from './version.ts';

/** In the order in which the help lists them. */
const COMMANDS: readonly ((program: Command) => void)[] = [
  create,
  get,
  list,
  update,
  remove,
  wait,
  plan,
  outputs,
  drift,
  reconcile,
  restore,
  events,
  importState,
  terraform,
  serveInBrowser,
  // It completes those above it.
  completion,
];

const HELP = `
Credentials: none for localhost. Else GROUNDWORK_TOKEN, AWS credentials to sign
with, or the identity token of a GitHub Actions job (id-token: write); what is
found first. GROUNDWORK_AUTH=none, iam or token chooses.

Exit codes:
  0    done
  1    failed; also the service, the connection, and drift with --exit-code
  2    not typed as it could be meant
  3    not done in time; it goes on by itself
  4    refused
  5    not known who asks, or not allowed to
  130  Ctrl-C

Examples:
  # make an environment, hand its names to what follows, and tear it down
  $ groundwork create pr-123 --cidr 203.0.113.7 --ttl 72h
  $ groundwork outputs pr-123 --format dotenv >> "$GITHUB_ENV"
  $ groundwork delete pr-123 --yes`;

/** A command with its arguments; that it has options goes without saying. */
const termOf = (command: Command): string =>
  [
    command.name(),
    ...command.registeredArguments.map((each) => (each.required ? `<${each.name()}>` : `[${each.name()}]`)),
  ].join(' ');

/** The command line. Its actions set `process.exitCode`; what goes wrong is thrown, mistakes in what was typed, too. */
export function makeProgram(env: Readonly<Record<string, string | undefined>> = process.env): Command {
  const program = new Command('groundwork')
    .description('Secure AWS environments for microservices.')
    .option('--url <url>', 'of the API (GROUNDWORK_URL)', env.GROUNDWORK_URL || 'http://localhost:3000')
    .addOption(headerOption('--tenant <tenant>', "as an admin: whose; * in a list: everybody's"))
    .option('--json', 'print one JSON document: the result, or the problem')
    .option('--no-color', 'print without colours (NO_COLOR)')
    .version(VERSION, '--version', 'print the version')
    .helpOption('-h, --help', 'print help')
    .helpCommand('help [command]', 'print help of a command')
    .configureHelp({ showGlobalOptions: true, subcommandTerm: termOf })
    .addHelpText('after', HELP)
    // It is told where everything is that goes wrong.
    .configureOutput({ outputError: () => {} })
    .exitOverride(mistypedIn('groundwork'));
  for (const add of COMMANDS) add(program);
  for (const command of program.commands) command.exitOverride(mistypedIn(`groundwork ${command.name()}`));
  return program;
}

/** What commander ends with is thrown: as it is where help was printed, else as a mistake in what was typed. */
const mistypedIn =
  (command: string) =>
  (ended: CommanderError): never => {
    if (ended.exitCode === EXIT.done || ended.code === 'commander.help') throw ended;
    const [said = '', guess] = ended.message.replace(/^error: /, '').split('\n');
    const meant = guess ? `${guess.slice(1, -1)} ` : '';
    throw new UsageError(
      said.charAt(0).toUpperCase() + said.slice(1),
      `${meant}\`${command} --help\` lists what there is.`,
    );
  };
