/** `npm run audit`: fails when what the functions carry, or people run, has known vulnerabilities. */
import { spawnSync } from 'node:child_process';
import { verdictOn } from './supply-chain/audit-verdict.ts';

const { stdout, error } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (error) throw error;
const { passes, says } = verdictOn(stdout);
for (const line of says) console.log(line);
if (!passes) process.exitCode = 1;
