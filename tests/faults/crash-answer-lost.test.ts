import { beforeAll, expect, it } from '@jest/globals';
import { logger } from '../../lib/logger.ts';
import { crashEverywhere, useEmulator } from './crash-matrix.ts';
import { WHOLE_LIFE } from './whole-life.ts';

beforeAll(() => logger.setLogLevel('SILENT'));
useEmulator();

it('wherever a worker ends after a request took effect, its answer lost, delivery going on leads to what was asked for, once', async () => {
  expect(await crashEverywhere(WHOLE_LIFE, 'answer lost')).toEqual([]);
}, 600_000);
