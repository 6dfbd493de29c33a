import { readdirSync } from 'node:fs';
import tab from '@bomb.sh/tab/commander';
import type { Command } from 'commander';
import { answerOf, createClient } from '../../client/client.ts';
import type { Environment, Event } from '../../client/contract.ts';
import { addressOf, type Globals } from '../session.ts';

/** Milliseconds that a shell waits for ids. */
const PATIENCE = 1_500;

/** Files that these are about. */
const SPECS = /\.(ya?ml|json)$/;
const STATES = /\.tfstate$/;

/** What options may be, where the API says no to others. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  status: Object.keys({
    PENDING: 0,
    PROVISIONING: 0,
    READY: 0,
    UPDATING: 0,
    FAILED: 0,
    DELETING: 0,
    DELETE_FAILED: 0,
    DELETED: 0,
  } satisfies Record<Environment['status'], 0>),
  type: Object.keys({
    'request.accepted': 0,
    'aws.call': 0,
    'environment.provisioning': 0,
    'environment.ready': 0,
    'environment.failed': 0,
    'environment.deleted': 0,
    'environment.drifted': 0,
    'environment.expiring': 0,
  } satisfies Record<Event['type'], 0>),
};

/** Where bash-completion is not installed the script would lack this, and silently complete nothing. */
const WITHOUT_PACKAGE = `type -t _get_comp_words_by_ref >/dev/null || _get_comp_words_by_ref() {
    cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]}
    words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
}

`;

/** `completion <shell>`, and `complete`, which shells then ask. It completes the commands that were added before it. */
export const completion = (program: Command): void => {
  const root = tab(program, { completionCommandName: 'completion' });
  let ids: readonly string[] = [];
  const globals = program.options.filter((option) => option.long !== '--version');
  for (const command of root.commands.values()) {
    const id = command.arguments.get('id');
    if (id) id.handler = (complete) => ids.forEach((each) => void complete(each, ''));
    const state = command.arguments.get('state');
    if (state) state.handler = (complete) => filesHere(STATES).forEach((file) => void complete(file, ''));
    const spec = command.options.get('spec');
    if (spec) spec.handler = (complete) => filesHere(SPECS).forEach((file) => void complete(file, ''));
    for (const [name, values] of Object.entries(VALUES)) {
      const option = command.options.get(name);
      if (option) option.handler = (complete) => values.forEach((value) => void complete(value, ''));
    }
    for (const option of globals) {
      if (option.required) command.option((option.long ?? '').slice(2), option.description, () => {});
      else command.option((option.long ?? '').slice(2), option.description);
    }
  }
  program.hook('preAction', async (_, command) => {
    if (command.name() === 'completion' && command.args[0] === 'bash') process.stdout.write(WITHOUT_PACKAGE);
    if (command.name() === 'complete') ids = await idsAt(program.opts<Globals>().url, command.args);
  });
  program.commands
    .find((command) => command.name() === 'completion')
    ?.description('print what a shell completes groundwork by')
    .addHelpText(
      'after',
      '\nExamples:\n  # in ~/.bashrc, where groundwork is on the PATH\n  $ source <(groundwork completion bash)',
    );
};

const filesHere = (pattern: RegExp): string[] => readdirSync('.').filter((name) => pattern.test(name));

/** Ids of the caller's environments; none when they are not to be had at once: nobody wants errors there. */
async function idsAt(url: string, words: readonly string[]): Promise<string[]> {
  const at = words.indexOf('--url');
  try {
    const client = createClient({ url: addressOf((at >= 0 && words[at + 1]) || url) });
    const signal = AbortSignal.timeout(PATIENCE);
    const { items } = await answerOf(
      client.GET('/environments', { params: { query: { limit: 100 } }, signal }),
    );
    return items.filter(({ status }) => status !== 'DELETED').map(({ id }) => id);
  } catch {
    return [];
  }
}
