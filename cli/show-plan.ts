import type { Plan } from '../client/contract.ts';
import { EXIT, type ExitCode } from './exit.ts';
import { isBlocked, renderPlan } from './render/plan.ts';
import { printJson, type Session } from './session.ts';

/** Tells what would happen. @returns refused where something stands in the way */
export function showPlan({ out, json }: Session, plan: Plan): ExitCode {
  if (json) printJson(out, plan);
  else out.print(...renderPlan(plan, out));
  return isBlocked(plan) ? EXIT.refused : EXIT.done;
}
