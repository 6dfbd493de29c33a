import middy from '@middy/core';
import type { Context } from 'aws-lambda';
import { storeConfig } from '../lib/config.ts';
import { logger } from '../lib/logger.ts';
import { apiServices } from '../lib/operations/services.ts';
import { sweep } from '../lib/operations/sweep.ts';

const services = apiServices(storeConfig());

/** The schedule → a message for every record that is due. */
export const handler = middy<unknown, { sent: number }, Error, Context>().handler(async (_event, context) => {
  logger.addContext(context);
  const sent = await sweep(services);
  if (sent > 0) logger.info('sent messages for records that were due', { sent });
  return { sent };
});
