import { type Goal, NOT_MEASURED, type Section } from '../part.ts';

/** How a bucket was emptied. */
export interface Emptied {
  by: 'groundwork' | 'AWS CLI';
  /** In it before, delete markers included. */
  versions: number;
  seconds: number;
  /** Of that time, in which the emulator was answering at least one call, 0 to 1. */
  emulatorShare: number;
  /** About the bucket. */
  calls: number;
  /** Of the worker. */
  runs?: number;
  /** Of the worker's process, for the whole deletion. */
  cpuMilliseconds?: number;
  /** Of the seconds, those of `aws s3 rm --recursive`. */
  objectsSeconds?: number;
}

/** @param missing why nothing was emptied by the AWS CLI; left out: it was */
export function emptied(results: readonly Emptied[], missing?: string): Section {
  const sizes = [...new Set(results.map(({ versions }) => versions))];
  const by = 'AWS CLI';
  const notMeasured = missing === undefined ? [] : sizes.map((versions) => ({ by, versions, missing }));
  return {
    figures: [
      ...results.map((result) => ({ ...result, versionsPerSecond: perSecond(result) })),
      ...notMeasured,
    ],
    tables: [
      {
        title: 'Emptying a bucket',
        rows: [
          ['versions', 'by', 'seconds', 'versions per second', "emulator's share", 'calls', ''],
          ...results.map((result) => [
            counted(result.versions),
            result.by,
            result.seconds.toFixed(1),
            counted(Math.round(perSecond(result))),
            `${Math.round(result.emulatorShare * 100)} %`,
            counted(result.calls),
            remark(result),
          ]),
          ...notMeasured.map(({ versions }) => [
            counted(versions),
            by,
            '-',
            '-',
            '-',
            '-',
            `${NOT_MEASURED}: ${missing}`,
          ]),
        ],
      },
    ],
    goals: sizes.map((versions) => goalOf(versions, results, missing)),
  };
}

function goalOf(versions: number, results: readonly Emptied[], missing: string | undefined): Goal {
  const asked = { what: `${counted(versions)} versions, against the AWS CLI`, wanted: 'not slower' };
  if (missing !== undefined) return { ...asked, measured: NOT_MEASURED, met: false };
  const of = (by: Emptied['by']) => {
    const result = results.find((one) => one.by === by && one.versions === versions);
    if (!result) throw new Error(`${by} did not empty ${versions}`);
    return perSecond(result);
  };
  const [ours, theirs] = [of('groundwork'), of('AWS CLI')];
  return {
    ...asked,
    measured: `${(ours / theirs).toFixed(1)} times as many per second`,
    met: ours >= theirs,
  };
}

const perSecond = ({ versions, seconds }: Emptied): number => versions / seconds;
const counted = (value: number): string => value.toLocaleString('en');

function remark({ runs, cpuMilliseconds, objectsSeconds }: Emptied): string {
  if (objectsSeconds !== undefined) return `of these, ${objectsSeconds.toFixed(1)} s for aws s3 rm`;
  if (runs === undefined || cpuMilliseconds === undefined) return '';
  return `${runs} ${runs === 1 ? 'run' : 'runs'}, own CPU ${(cpuMilliseconds / 1000).toFixed(1)} s`;
}
