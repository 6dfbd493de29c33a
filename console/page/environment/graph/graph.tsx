import { useMemo, useState } from 'react';
import type { Environment } from '../../../../client/contract.ts';
import { StatusBadge, statusInWords } from '../../ui/status.tsx';
import { useMedia } from '../media.ts';
import { Section } from '../section.tsx';
import { counted, nameOf } from '../words.ts';
import { type GraphNode, graphOf } from './edges.ts';
import { type Layout, NARROW, place, WIDE } from './layout.ts';
import { ResourceDetails } from './resource-details.tsx';
import { ResourceTable } from './resource-table.tsx';

/** The environment's resources, how they hang together, and how far each is. */
export function ResourcesSection({ environment }: { environment: Environment }) {
  const { nodes, edges } = graphOf(environment);
  const failed = nodes.find(({ error }) => error);
  const [chosen, setChosen] = useState<string>();
  const shown = nodes.find(({ logicalId }) => logicalId === chosen) ?? failed;
  const needs = (logicalId: string) => edges.filter(({ to }) => to === logicalId).map(({ from }) => from);
  return (
    <Section id="resources" aside={<Count nodes={nodes} />}>
      <div className="env-graph-beside">
        <div>
          <Graph nodes={nodes} edges={edges} chosen={shown?.logicalId} onChoose={setChosen} />
          <p className="muted small">
            {edges.some(({ isToMake }) => isToMake)
              ? 'An arrow leads to what needs the other: a solid one to be made, a dotted one to be set up.'
              : 'An arrow leads to what needs the other to be set up.'}
          </p>
        </div>
        <div className="env-details" aria-live="polite">
          {shown ? (
            <ResourceDetails resource={shown} />
          ) : (
            <p className="muted">Choose a resource to see its names at AWS.</p>
          )}
        </div>
      </div>
      <details>
        <summary>As a table</summary>
        <ResourceTable nodes={nodes} needs={needs} />
      </details>
    </Section>
  );
}

function Count({ nodes }: { nodes: readonly GraphNode[] }) {
  const states = new Map<GraphNode['status'], number>();
  for (const { status } of nodes) states.set(status, (states.get(status) ?? 0) + 1);
  const told = [...states].map(([status, count]) => `${count} ${statusInWords(status).toLowerCase()}`);
  return (
    <span className="muted" role="status">
      {counted(nodes.length, 'resource')}: {told.join(', ')}
    </span>
  );
}

interface GraphProps {
  nodes: readonly GraphNode[];
  edges: Parameters<typeof place>[1];
  chosen: string | undefined;
  onChoose(logicalId: string): void;
}

/** Nodes are buttons, which the browser makes reachable, over lines that are only to be seen. */
function Graph({ nodes, edges, chosen, onChoose }: GraphProps) {
  const sizes = useMedia('(max-width: 46rem)') ? NARROW : WIDE;
  const shape = JSON.stringify([nodes.map(({ logicalId }) => logicalId), edges]);
  // Where everything stands hangs on what there is, not on how far it is.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` says the same of nodes and edges
  const layout = useMemo(
    () =>
      place(
        nodes.map(({ logicalId }) => logicalId),
        edges,
        sizes,
      ),
    [shape, sizes],
  );
  return (
    <div
      className={`env-graph${sizes === NARROW ? ' env-graph-narrow' : ''}`}
      style={{ width: layout.width, height: layout.height }}
    >
      <Lines layout={layout} nodes={nodes} />
      <ul aria-label="Resources">
        {nodes.map((node) => {
          const { x, y } = layout.places.get(node.logicalId) ?? { x: 0, y: 0 };
          return (
            <li
              key={node.logicalId}
              style={{ left: x, top: y, width: sizes.width, height: sizes.height }}
              data-resource={node.logicalId}
              data-status={node.status}
            >
              <button
                type="button"
                className={`env-node env-node-${node.status.toLowerCase()}`}
                aria-pressed={node.logicalId === chosen}
                onClick={() => onChoose(node.logicalId)}
              >
                <span className="env-node-name">{nameOf(node.logicalId)}</span>
                <StatusBadge status={node.status} />
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** A line is drawn strongly once what it comes from is there. */
function Lines({ layout, nodes }: { layout: Layout; nodes: readonly GraphNode[] }) {
  const isReady = (logicalId: string) =>
    nodes.find((node) => node.logicalId === logicalId)?.status === 'READY';
  return (
    <svg className="env-lines" width={layout.width} height={layout.height} aria-hidden="true">
      <defs>
        <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">
          <path d="M0,0 L8,4 L0,8 z" />
        </marker>
      </defs>
      {layout.lines.map(({ from, to, isToMake, path }) => (
        <path
          key={`${from} ${to}`}
          d={path}
          className={`env-line${isToMake ? '' : ' env-line-dotted'}${isReady(from) ? ' env-line-there' : ''}`}
          markerEnd="url(#arrow)"
        />
      ))}
    </svg>
  );
}
