import type { Plan } from '../client/contract.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { isBlocked, isNothing, renderPlan } from './render/plan.ts';
import { wrapped } from './render/table.ts';
import { printJson, type Session } from './session.ts';

/** Tells what would happen. @param next what does it @returns refused where something stands in the way */
export function showPlan({ out, json, isJob }: Session, plan: Plan, next?: string): ExitCode {
  if (json) printJson(out, plan);
  else {
    out.print(...renderPlan(plan, out));
    if (next && !isJob && !isNothing(plan) && !isBlocked(plan))
      out.print('', ...wrapped(`→ ${next}`, out.columns, '  '));
  }
  return isBlocked(plan) ? EXIT.refused : EXIT.done;
}
