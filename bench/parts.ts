import type { Part } from './part.ts';
import { path } from './path.ts';
import { ready } from './ready.ts';

/** What `npm run bench` runs, in this order. */
export const PARTS: readonly Part[] = [ready, path];
