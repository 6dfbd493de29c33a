import { UsageError } from './exit.ts';

/** In a path of the API these lead elsewhere: to all environments. */
const ELSEWHERE = ['', '.', '..'];

/** @throws UsageError it can't be an id */
export function idOf(text: string): string {
  if (!ELSEWHERE.includes(text)) return text;
  throw new UsageError(
    `'${text}' is no id of an environment.`,
    'Where it is a variable, see that it is set.',
  );
}
