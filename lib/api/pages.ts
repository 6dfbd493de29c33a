import { ENVIRONMENT_ID } from '../environment/id.ts';
import { invalid } from './problem.ts';

interface Position {
  /** Whose list it is. */
  scope: string;
  /** What the page before ended with. */
  after: string;
}

/** An opaque token without `=`: curl signs that wrongly in a query. */
export const pageToken = ({ scope, after }: Position): string =>
  Buffer.from(JSON.stringify([scope, after])).toString('base64url');

/**
 * @param form what this list is ordered by: a forged one can be longer than DynamoDB takes for a key
 * @returns what the page before ended with
 * @throws Problem for a token that is not of this list
 */
export function pagePosition(token: string, scope: string, form: RegExp = ENVIRONMENT_ID): string {
  try {
    const [owner, after] = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (owner === scope && typeof after === 'string' && form.test(after)) return after;
  } catch {
    // Not a token of ours: refused below.
  }
  throw invalid([{ pointer: '/query/pageToken', detail: 'is not a token that this list handed out' }]);
}
