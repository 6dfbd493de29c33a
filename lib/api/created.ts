import type { Operation } from './operation.ts';
import { environment, environmentOrPlan } from './response-schemas.ts';

/** How a request for an environment that was not there is answered. @param plan the example of a dry run */
export const createdAs = (plan: 'plan' | 'importPlan'): Operation['success'] => ({
  200: {
    description: 'The same was accepted before; with dryRun, the plan.',
    schema: environmentOrPlan,
    example: plan,
    // What was accepted before may still be under way.
    headers: ['Location', 'ETag', 'Idempotent-Replayed', 'Preference-Applied', 'Retry-After'],
  },
  201: {
    description: 'It became READY within the wait.',
    schema: environment,
    example: 'ready',
    headers: ['Location', 'ETag', 'Preference-Applied'],
  },
  202: {
    description: 'Accepted.',
    schema: environment,
    example: 'pending',
    headers: ['Location', 'ETag', 'Preference-Applied', 'Retry-After'],
  },
});
