import { isAllowed } from './allowed.ts';
import { CALLERS, type Caller } from './callers.ts';
import { CALLS, type Call, isOfKeyAlone } from './calls.ts';
import { INSIDE_WITHOUT_TLS, type Place } from './places.ts';

const MARKED = /(<!-- tables: .*? -->\n)[\s\S]*?(<!-- \/tables -->)/;

/** The page with its tables as they are to be, and nothing else changed. */
export async function withTables(page: string): Promise<string> {
  if (!MARKED.test(page)) throw new Error('the page has no place for the tables');
  const tables = await accessTables();
  return page.replace(MARKED, (_, begin: string, end: string) => `${begin}\n${tables}\n\n${end}`);
}

/** The tables of docs/security.md: who may do what from where, as the evaluator says. */
async function accessTables(): Promise<string> {
  const tables = await Promise.all([...Object.values(CALLERS).map(tableOf), tableWithoutTls()]);
  return tables.join('\n\n');
}

async function tableOf(caller: Caller): Promise<string> {
  const rows = caller.places.map(async (place) => [place.name, ...(await cells(caller, place, CALLS))]);
  return section(caller.name, caller.remark, ['from', ...names(CALLS)], await Promise.all(rows));
}

/** Without the columns of the key alone: KMS has no address without TLS. */
async function tableWithoutTls(): Promise<string> {
  const calls = CALLS.filter((call) => !isOfKeyAlone(call));
  const rows = Object.values(CALLERS).map(async (caller) => [
    caller.name,
    ...(await cells(caller, INSIDE_WITHOUT_TLS, calls)),
  ]);
  return section(
    'Without TLS',
    `From ${INSIDE_WITHOUT_TLS.name}.`,
    ['who', ...names(calls)],
    await Promise.all(rows),
  );
}

const names = (calls: readonly Call[]): string[] => calls.map(({ name }) => name);

const cells = (caller: Caller, place: Place, calls: readonly Call[]): Promise<string[]> =>
  Promise.all(calls.map(async (call) => ((await isAllowed(caller, place, call)) ? 'yes' : '–')));

const section = (title: string, remark: string, head: string[], rows: string[][]): string =>
  [`### ${title}`, '', ...wrapped(remark), '', row(head), row(head.map(() => '---')), ...rows.map(row)].join(
    '\n',
  );

const row = (cellsOfRow: string[]): string => `| ${cellsOfRow.join(' | ')} |`;

/** Prose of the page goes up to 120 columns. */
const wrapped = (text: string): string[] => text.match(/.{1,120}(?: |$)/g)?.map((line) => line.trim()) ?? [];
