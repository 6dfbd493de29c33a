import { Metrics } from '@aws-lambda-powertools/metrics';

/** Metrics as EMF lines in the log; CloudWatch makes figures of them. */
export const metrics = new Metrics({
  namespace: 'groundwork',
  defaultDimensions: { stage: process.env.STAGE ?? 'unknown' },
});
