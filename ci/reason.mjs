/**
 * Why a command failed, in words, from what it printed with --json; where that is nothing, from what it said.
 * `node reason.mjs RESULT SAID`: both are files.
 */
import { readFileSync } from 'node:fs';

const [result, said] = process.argv.slice(2).map((file) => readFileSync(file, 'utf8'));

process.stdout.write(`${result.trim() ? told(JSON.parse(result)) : said.trim()}\n`);

/** A problem; or an environment that did not come to what was asked for. */
function told({ title, detail, errors = [], nextAction, id, status, statusReason }) {
  const what = title ?? `Environment ${id} is ${status}.`;
  const mistakes = errors.map((error) => `${error.pointer} ${error.detail}`);
  return [what, detail ?? statusReason, ...mistakes, nextAction].filter(Boolean).join('\n');
}
