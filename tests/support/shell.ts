import { execFile } from 'node:child_process';

export interface Ended {
  code: number;
  out: string;
  err: string;
}

/** Runs a script by bash, with what the environment has and these variables on top. Never throws for its code. */
export const bash = (script: string, env: Record<string, string> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    execFile('bash', ['-c', script], { env: { ...process.env, ...env } }, (error, out, err) => {
      resolve({ code: error ? Number(error.code ?? 1) : 0, out, err });
    });
  });
