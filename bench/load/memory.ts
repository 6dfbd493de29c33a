import { readdir, readFile } from 'node:fs/promises';

/** The fields of a process's /proc/PID/status that are used here. */
export interface ProcessStatus {
  parent: number;
  /** Bytes of memory that it held at most. A process that has ended holds none. */
  peak: number;
}

/** @param status the text of /proc/PID/status, as the kernel writes it: kB are 1,024 bytes */
export function statusOf(status: string): ProcessStatus {
  const field = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1] ?? 0);
  return { parent: field('PPid'), peak: field('VmHWM') * 1024 };
}

/** A process and all that it started. */
export function familyOf(pid: number, processes: ReadonlyMap<number, ProcessStatus>): number[] {
  const children = [...processes].filter(([, { parent }]) => parent === pid).map(([child]) => child);
  return [pid, ...children.flatMap((child) => familyOf(child, processes))];
}

/**
 * Bytes that a child of this process and all that it started held at most, each at its own worst moment.
 *
 * @param argument by which its command line is known
 * @returns undefined where the kernel does not tell: only Linux does
 */
export async function peakMemory(argument: string): Promise<number | undefined> {
  const processes = new Map<number, ProcessStatus>();
  let root: number | undefined;
  for (const name of await readdir('/proc').catch(() => [])) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const [status, commandLine] = await Promise.all([read(pid, 'status'), read(pid, 'cmdline')]);
    const seen = statusOf(status);
    processes.set(pid, seen);
    if (seen.parent === process.pid && commandLine.split('\0').includes(argument)) root = pid;
  }
  if (root === undefined) return undefined;
  const peaks = familyOf(root, processes).map((pid) => processes.get(pid)?.peak ?? 0);
  return peaks.reduce((sum, peak) => sum + peak, 0);
}

/** Empty when it has ended meanwhile. */
const read = (pid: number, file: string): Promise<string> =>
  readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '');
