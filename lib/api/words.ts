import * as z from 'zod/mini';

/** How mistakes are told where a schema has no words of its own: what it must be, not what the library found. */
export const inOurWords = (): void => {
  z.config({ customError: (issue) => words(issue) });
};

function words(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code === 'invalid_type') {
    return issue.input === undefined ? 'is missing' : `must be ${ARTICLES[issue.expected] ?? issue.expected}`;
  }
  if (issue.code === 'invalid_value')
    return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.join(', ')}`;
  if (issue.code === 'too_small') return `must ${bound('at least', issue.minimum, issue.origin)}`;
  if (issue.code === 'too_big') return `must ${bound('at most', issue.maximum, issue.origin)}`;
  return undefined;
}

const ARTICLES: Record<string, string> = {
  string: 'text',
  boolean: 'true or false',
  int: 'a whole number',
  number: 'a number',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

const bound = (what: string, limit: number | bigint, origin: string): string =>
  origin === 'array'
    ? `have ${what} ${limit} ${Number(limit) === 1 ? 'entry' : 'entries'}`
    : `be ${what} ${limit}`;
