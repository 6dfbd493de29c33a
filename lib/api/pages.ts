import { ENVIRONMENT_ID } from '../environment/id.ts';
import { invalid } from './problem.ts';

interface Position {
  tenant: string;
  /** The id after which the page begins. */
  after: string;
}

/** An opaque token without `=`: curl signs that wrongly in a query. */
export const pageToken = ({ tenant, after }: Position): string =>
  Buffer.from(JSON.stringify([tenant, after])).toString('base64url');

/** @returns the id after which the page begins. @throws Problem for a token that is not this tenant's */
export function pagePosition(token: string, tenant: string): string {
  try {
    const [owner, after] = JSON.parse(Buffer.from(token, 'base64url').toString());
    // A forged id can be longer than DynamoDB takes for a key.
    if (owner === tenant && typeof after === 'string' && ENVIRONMENT_ID.test(after)) return after;
  } catch {
    // Not a token of ours: refused below.
  }
  throw invalid([{ pointer: '/query/pageToken', detail: 'is not a token that this list handed out' }]);
}
