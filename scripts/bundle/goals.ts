/** What a function may take from the start of its process until it is ready, beyond an empty one, and in bytes. */
export interface StartGoal {
  what: string;
  startMs: number;
  gzipBytes: number;
}

const API: StartGoal = { what: 'an API function', startMs: 90, gzipBytes: 120_000 };
/** It has the clients of all that an environment consists of. */
const WORKER: StartGoal = { what: 'the worker, the observer', startMs: 150, gzipBytes: 260_000 };

/** @param name the function's key in serverless.yml */
export const goalOf = (name: string): StartGoal => (['reconcile', 'observe'].includes(name) ? WORKER : API);
