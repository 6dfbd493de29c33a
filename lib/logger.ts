import { Logger } from '@aws-lambda-powertools/logger';

/** JSON lines. Bodies, policies, headers and credentials are never handed to it. */
export const logger = new Logger();
