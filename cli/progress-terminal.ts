import type { ListrTask } from 'listr2';
import type { Environment, Resource } from '../client/contract.ts';
import { isSettled } from '../client/watch.ts';
import type { Goal } from './goal.ts';
import { resourceLine } from './render/progress.ts';
import { harmless } from './screen.ts';
import type { Session } from './session.ts';

/** Shows how it goes on. */
export interface Progress {
  show(environment: Environment): void;
  /** Nothing more is shown: it is settled, or nobody waits any more. */
  end(): Promise<void>;
}

/** From where on. */
export interface Begin {
  /** Milliseconds since 1970. */
  began: number;
  /** As it was seen before. */
  from: Environment | undefined;
}

type Ending = 'reached' | 'failed' | 'left';

/** A resource's line, which ends well, badly, or with the wait. */
interface Line {
  set(title: string): void;
  end(how: Ending): void;
  isDone: boolean;
  /** Whether it has been seen otherwise than it is to be: until then to be so means nothing. */
  hasMoved: boolean;
}

/** Milliseconds between two times that are shown. */
const TICK = 200;

/** One line per resource with its state and time, drawn over itself. */
export async function drawnProgress({ err }: Session, goal: Goal, { began, from }: Begin): Promise<Progress> {
  // It decides on colours when it is loaded.
  if (!err.colors.isColorSupported) process.env.NO_COLOR = '1';
  const { Listr, ListrLogger, ProcessOutput } = await import('listr2');
  const lines = new Map<string, Line>();
  let resources: readonly Resource[] = from?.resources ?? [];
  let run: Promise<unknown> | undefined;

  const time = () => err.colors.dim(`${((Date.now() - began) / 1000).toFixed(1).padStart(5)} s`);
  const titleOf = (resource: Resource) => harmless(`${time()}  ${resourceLine(resource, err.colors)}`);
  const refresh = () => {
    for (const resource of resources) {
      const line = lines.get(resource.logicalId);
      if (line && !line.isDone) line.set(titleOf(resource));
    }
  };
  const start = () => {
    const tasks = resources.map((resource) => taskOf(resource.logicalId, titleOf(resource), lines));
    const logger = new ListrLogger({ processOutput: new ProcessOutput(process.stderr, process.stderr) });
    run = new Listr(tasks, {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      renderer: 'default',
      rendererOptions: { logger, formatOutput: 'truncate', showErrorMessage: false, collapseErrors: false },
    }).run();
  };
  const ticking = setInterval(refresh, TICK);

  return {
    show(environment) {
      resources = environment.resources;
      if (resources.length === 0) return;
      if (!run) start();
      refresh();
      for (const resource of resources) {
        const line = lines.get(resource.logicalId);
        if (line) judge(line, resource, goal, isSettled(environment));
      }
    },
    async end() {
      clearInterval(ticking);
      for (const line of lines.values()) end(line, 'left');
      await run;
    },
  };
}

function taskOf(logicalId: string, title: string, lines: Map<string, Line>): ListrTask {
  let end: Line['end'] = () => {};
  const ended = new Promise<Ending>((resolve) => {
    end = resolve;
  });
  const line: Line = { set() {}, end, isDone: false, hasMoved: false };
  lines.set(logicalId, line);
  return {
    title,
    task: async (_, task) => {
      line.set = (title) => {
        task.title = title;
      };
      const how = await ended;
      if (how === 'left') task.skip();
      if (how === 'failed') throw new Error(task.title);
    },
  };
}

function judge(line: Line, resource: Resource, goal: Goal, isLast: boolean): void {
  const { status, error } = resource;
  const isThere = goal === 'READY' ? status === 'READY' : status === 'DELETED' || status === 'RETAINED';
  if (!isThere) line.hasMoved = true;
  if (isThere && (line.hasMoved || isLast)) end(line, 'reached');
  else if (isLast) end(line, error || status === 'FAILED' ? 'failed' : 'left');
}

function end(line: Line, how: Ending): void {
  if (line.isDone) return;
  line.isDone = true;
  line.end(how);
}
