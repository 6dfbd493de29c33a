/** Runs the command line of serverless, but never longer than the process that started it. */
import { createRequire } from 'node:module';
import { SERVERLESS } from './configuration.ts';

process.stdin.on('end', () => process.exit(1)).resume();
createRequire(import.meta.url)(SERVERLESS);
