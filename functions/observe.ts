import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { lookConfig } from '../lib/config.ts';
import { logger } from '../lib/logger.ts';
import type { Question } from '../lib/observer.ts';
import { viewing } from '../lib/operations/look.ts';
import {
  compare,
  compareToNothing,
  type LastLook,
  type Look,
  type Sighting,
  sight,
} from '../lib/provisioning/compare.ts';
import { lookServices } from '../lib/worker.ts';

/** Milliseconds before the function's timeout after which nothing further is looked at. */
const STOP_BEFORE_END = 3_000;

const services = lookServices(lookConfig());

/** For plans and drift: looks at what an environment has in the account. Invoked by the API's functions. */
export const handler = middy<Question, Sighting[] | Look[] | LastLook[], Error, Context>().handler(
  async (question, context) => {
    logger.addContext(context);
    const { subject } = question;
    logger.appendKeys({ tenant: subject.tenant, environmentId: subject.id });
    const remaining = context.getRemainingTimeInMillis();
    const signal = AbortSignal.timeout(Math.max(remaining - STOP_BEFORE_END, 0));
    try {
      const view = viewing(services, subject, signal);
      switch (question.as) {
        case 'it is':
          return await sight(view);
        case 'present':
          return await compare(view);
        case 'absent': {
          const { force, kept } = question;
          return await compareToNothing({ ...view, force, isKept: (logicalId) => kept.includes(logicalId) });
        }
      }
    } finally {
      logger.resetKeys();
    }
  },
);
