import type { Interval } from './chain.ts';

/** One call as it is drawn; times are milliseconds after the request. */
export interface Row extends Interval {
  label: string;
  level: number;
  /** Whether it is on the chain that is shown. */
  isOnChain: boolean;
}

const COLUMNS = 110;
const LABEL_COLUMNS = 44;
const BAR_COLUMNS = COLUMNS - LABEL_COLUMNS - '99*  '.length;

/** A line per call: its level, a star if it is on the chain, what it is, and when it was under way. */
export function gantt(rows: readonly Row[], end: number): string[] {
  const column = (time: number) => Math.round((time / end) * BAR_COLUMNS);
  const scale = `0${`${Math.round(end)} ms`.padStart(BAR_COLUMNS - 1)}`;
  return [
    `${''.padEnd(COLUMNS - BAR_COLUMNS)}${scale}`,
    ...rows.map(({ label, level, isOnChain, ...row }) => {
      const from = Math.min(column(row.begin), BAR_COLUMNS - 1);
      const to = Math.max(column(row.end), from + 1);
      const bar = ' '.repeat(from) + (isOnChain ? '#' : '-').repeat(to - from);
      const text = label.length > LABEL_COLUMNS ? `${label.slice(0, LABEL_COLUMNS - 2)}..` : label;
      return `${String(level).padStart(2)}${isOnChain ? '*' : ' '} ${text.padEnd(LABEL_COLUMNS)} ${bar}`;
    }),
  ];
}

const WIDTH = 860;
const LEFT = 316;
const RIGHT = 24;
const TOP = 62;
const ROW = 15;

const STYLE = `
  text { font: 11px ui-monospace, Menlo, Consolas, monospace; fill: #1f2328 }
  .quiet { fill: #59636e } .title { font-weight: bold }
  .grid { stroke: #d1d9e0 } .back { fill: #ffffff } .call { fill: #a8b3bf } .chain { fill: #0969da }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc } .quiet { fill: #9198a1 }
    .grid { stroke: #3d444d } .back { fill: #0d1117 } .call { fill: #59636e } .chain { fill: #4493f8 }
  }`;

/** @param step milliseconds between two lines of the grid */
export function svg(title: string, rows: readonly Row[], end: number, step: number): string {
  const x = (time: number) => Math.round((LEFT + (time / end) * (WIDTH - LEFT - RIGHT)) * 10) / 10;
  const bottom = TOP + rows.length * ROW + 6;
  const grid = Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step);
  const lines = [
    ...grid.flatMap((time, index) => [
      `<line class="grid" x1="${x(time)}" x2="${x(time)}" y1="${TOP - 6}" y2="${bottom}"/>`,
      ...(index % 2 === 0
        ? [`<text class="quiet" text-anchor="middle" x="${x(time)}" y="${TOP - 12}">${time}</text>`]
        : []),
    ]),
    ...rows.flatMap(({ label, level, isOnChain, ...row }, index) => {
      const y = TOP + index * ROW;
      const width = Math.max(Math.round((x(row.end) - x(row.begin)) * 10) / 10, 1);
      const bar = `<rect class="${isOnChain ? 'chain' : 'call'}" x="${x(row.begin)}" y="${y + 2}" width="${width}" height="10" rx="2"/>`;
      return [
        `<text x="12" y="${y + 11}"${isOnChain ? '' : ' class="quiet"'}>${escaped(label)}</text>`,
        `<text class="quiet" text-anchor="end" x="${LEFT - 8}" y="${y + 11}">${level}</text>`,
        bar,
      ];
    }),
  ];
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${bottom + 8}" width="${WIDTH}" role="img">
<title>${escaped(title)}</title>
<style>${STYLE}
</style>
<rect class="back" width="${WIDTH}" height="${bottom + 8}"/>
<text class="title" x="12" y="20">${escaped(title)}</text>
<text class="quiet" text-anchor="end" x="${WIDTH - RIGHT}" y="20">ms</text>
${lines.join('\n')}
</svg>
`;
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
