import type { Environment } from '../client/contract.ts';
import type { Goal } from './goal.ts';
import { drawnProgress, type Progress } from './progress-terminal.ts';
import { changes } from './render/progress.ts';
import type { Session } from './session.ts';

const SILENT: Progress = { show() {}, async end() {} };

/**
 * On a terminal a line for each resource, else a line for each change; on stderr. With `--json` nothing.
 *
 * @param from as it was seen before
 */
export async function progressOf(session: Session, goal: Goal, from?: Environment): Promise<Progress> {
  if (session.json) return SILENT;
  return session.isAnimated ? drawnProgress(session, goal, from) : lines(session, from);
}

function lines({ err }: Session, from: Environment | undefined): Progress {
  const began = Date.now();
  const news = changes(err.colors, from);
  return {
    show: (environment) => err.print(...news(environment, Date.now() - began)),
    async end() {},
  };
}
