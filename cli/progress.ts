import type { Goal } from './goal.ts';
import { type Begin, drawnProgress, type Progress } from './progress-terminal.ts';
import { changes } from './render/progress.ts';
import type { Session } from './session.ts';

const SILENT: Progress = { show() {}, async end() {} };

/**
 * On a terminal a line for each resource, else a line for each change; on stderr. With `--json` nothing.
 */
export async function progressOf(session: Session, goal: Goal, begin: Begin): Promise<Progress> {
  if (session.json) return SILENT;
  return session.isAnimated ? drawnProgress(session, goal, begin) : lines(session, begin);
}

function lines({ err }: Session, { began, from }: Begin): Progress {
  const news = changes(err.colors, from);
  return {
    show: (environment) => err.print(...news(environment, Date.now() - began)),
    async end() {},
  };
}
