import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics } from '@aws-lambda-powertools/metrics';

/** JSON lines. Bodies, policies, headers and credentials are never handed to it. */
export const logger = new Logger();

/** Metrics as EMF lines in the log; CloudWatch makes figures of them. */
export const metrics = new Metrics({
  namespace: 'groundwork',
  defaultDimensions: { stage: process.env.STAGE ?? 'unknown' },
});
