import { beforeAll, expect, it } from '@jest/globals';
import { logger } from '../../lib/logger.ts';
import { crashEverywhere, useEmulator } from './crash-matrix.ts';
import { WHOLE_LIFE } from './whole-life.ts';

beforeAll(() => logger.setLogLevel('SILENT'));
useEmulator();

it('wherever a worker ends before a request is sent, delivery going on leads to what was asked for, once', async () => {
  expect(await crashEverywhere(WHOLE_LIFE, 'not sent')).toEqual([]);
}, 600_000);
