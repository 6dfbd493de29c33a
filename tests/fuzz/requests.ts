import fc, { type Arbitrary } from 'fast-check';
import { OPERATIONS } from './contract.ts';
import { type Draft, drafts, type Known } from './draft.ts';
import { hostile } from './hostile.ts';
import { nearlyValid } from './nearly.ts';
import { type Request, requestOf } from './request.ts';

/** Requests that are made at a time; each batch has a seed of its own, made from the run's. */
const BATCH = 500;
/** A body has more places for mistakes than all the rest. */
const WEIGHT_OF_BODIES = 4;

/** So many requests to every operation there is, the same ones for the same seed. */
export function* requests(count: number, seed: number, known: Known): Generator<Request[]> {
  const any = fc.oneof(
    ...OPERATIONS.map((operation) => ({
      arbitrary: drafts(operation, known).chain((draft) => made(draft, known)),
      weight: operation.bodies.length > 0 ? WEIGHT_OF_BODIES : 1,
    })),
  );
  for (let done = 0; done < count; done += BATCH) {
    yield fc.sample(any, { numRuns: Math.min(BATCH, count - done), seed: seed + done });
  }
}

const made = (draft: Draft, { brakes }: Known): Arbitrary<Request> =>
  fc
    .oneof(
      { arbitrary: fc.constant(requestOf(draft, 'nothing')), weight: draft.mayChange ? 12 : 2 },
      { arbitrary: nearlyValid(draft), weight: 4 },
      { arbitrary: hostile(draft, Object.keys(brakes)), weight: 4 },
    )
    .map((request) => ({ ...request, alone: draft.mayChange === true }));
