/** The time that a run has. */
export interface Budget {
  /** When the worker is certainly over: the lease lasts until then. */
  end: Date;
  /** From then on no call to AWS may go out: the longest has ended when the lease does. */
  stop: Date;
  /** Aborted when no further step may be taken; at the latest when the time to stop has come. */
  signal: AbortSignal;
}

/** Milliseconds: the longest call to AWS takes 13 seconds (lib/aws/clients.ts), the last write to the record the rest. */
export const STOP_BEFORE_END = 16_000;

/**
 * The lease lasts as long as the invocation can: then Lambda ends the process, whatever it does.
 *
 * @param remaining milliseconds
 */
export function budgetOf(remaining: number, now = new Date()): Budget {
  const left = Math.max(remaining - STOP_BEFORE_END, 0);
  return {
    end: new Date(now.getTime() + remaining),
    stop: new Date(now.getTime() + left),
    signal: AbortSignal.timeout(left),
  };
}
