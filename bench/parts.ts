import { coldStart } from './cold-start/cold-start.ts';
import { cost } from './cost/cost.ts';
import { emptying } from './emptying/emptying.ts';
import { growth } from './growth/growth.ts';
import { load } from './load/load.ts';
import type { Part } from './part.ts';
import { path } from './path/path.ts';
import { ready } from './ready/ready.ts';

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
