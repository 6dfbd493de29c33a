import { Graph, layout } from '@dagrejs/dagre';
import type { Edge } from './edges.ts';

/** Lengths in CSS pixels. */
export interface Sizes {
  width: number;
  height: number;
  /** Between two columns, and between two rows. */
  columns: number;
  rows: number;
}

export const WIDE: Sizes = { width: 184, height: 58, columns: 64, rows: 16 };
/** Three columns of it fit on a telephone of 360 pixels. */
export const NARROW: Sizes = { width: 94, height: 70, columns: 13, rows: 12 };

export interface Layout {
  width: number;
  height: number;
  /** Upper left corners. */
  places: ReadonlyMap<string, { x: number; y: number }>;
  lines: { from: string; to: string; isToMake: boolean; path: string }[];
}

/** Places the nodes in columns from left to right, what needs another further right. */
export function place(logicalIds: readonly string[], edges: readonly Edge[], sizes: Sizes): Layout {
  const graph = new Graph();
  graph.setGraph({ rankdir: 'LR', ranksep: sizes.columns, nodesep: sizes.rows, marginx: 2, marginy: 2 });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const id of logicalIds) graph.setNode(id, { width: sizes.width, height: sizes.height });
  for (const { from, to } of edges) graph.setEdge(from, to);
  layout(graph);
  const places = new Map(
    logicalIds.map((id) => {
      const { x = 0, y = 0 } = graph.node(id);
      return [id, { x: x - sizes.width / 2, y: y - sizes.height / 2 }] as const;
    }),
  );
  const isUpsideDown = inversions(logicalIds, places) > inversions([...logicalIds].reverse(), places);
  const { width = 0, height = 0 } = graph.graph();
  if (isUpsideDown) {
    for (const [id, { x, y }] of places) places.set(id, { x, y: height - y - sizes.height });
  }
  const lines = edges.map((edge) => ({ ...edge, path: lineOf(edge, places, sizes) }));
  return { width, height, places, lines };
}

/** How many pairs in a column stand in another order than here. */
function inversions(logicalIds: readonly string[], places: Layout['places']): number {
  const found = logicalIds.flatMap((id) => places.get(id) ?? []);
  return found.reduce(
    (count, { x, y }, index) =>
      count + found.slice(index + 1).filter((below) => below.x === x && below.y < y).length,
    0,
  );
}

/** From the right side of one node to the left side of the other. */
function lineOf({ from, to }: Edge, places: Layout['places'], { width, height }: Sizes): string {
  const [a, b] = [places.get(from) ?? { x: 0, y: 0 }, places.get(to) ?? { x: 0, y: 0 }];
  const [x1, y1, x2, y2] = [a.x + width, a.y + height / 2, b.x - 3, b.y + height / 2];
  const middle = (x1 + x2) / 2;
  return `M${x1},${y1} C${middle},${y1} ${middle},${y2} ${x2},${y2}`;
}
