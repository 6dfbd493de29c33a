import { coldStart } from './cold-start.ts';
import { cost } from './cost.ts';
import { emptying } from './emptying.ts';
import { growth } from './growth.ts';
import { load } from './load.ts';
import type { Part } from './part.ts';
import { path } from './path.ts';
import { ready } from './ready.ts';

/** What `npm run bench` runs. */
export const PARTS: readonly Part[] = [
  // In this order, which is that of the page, too.
  ready,
  path,
  coldStart,
  load,
  growth,
  emptying,
  // From what load measured.
  cost,
];
