import type { Resource } from '../../../../client/contract.ts';
import { StatusBadge } from '../../ui/status.tsx';
import { WideTable } from '../section.tsx';
import { nameOf, typeInWords } from '../words.ts';
import { Copyable, ErrorInWords, progressInWords } from './resource-details.tsx';

/** The graph as a table, with what each resource needs. */
export function ResourceTable({
  nodes,
  needs,
}: {
  nodes: readonly Resource[];
  needs: (logicalId: string) => string[];
}) {
  return (
    <WideTable label="Resources as a table">
      <thead>
        <tr>
          <th scope="col">Resource</th>
          <th scope="col">State</th>
          <th scope="col">Needs</th>
          <th scope="col">Id at AWS</th>
          <th scope="col">ARN</th>
        </tr>
      </thead>
      <tbody>
        {nodes.map((resource) => (
          <Row key={resource.logicalId} resource={resource} needs={needs(resource.logicalId)} />
        ))}
      </tbody>
    </WideTable>
  );
}

function Row({ resource, needs }: { resource: Resource; needs: readonly string[] }) {
  const { logicalId, type, status, physicalId, arn, error } = resource;
  const progress = progressInWords(resource);
  return (
    <tr>
      <th scope="row">
        {nameOf(logicalId)}
        <span className="muted small env-block">{typeInWords(type)}</span>
      </th>
      <td>
        <StatusBadge status={status} />
        {progress && <span className="small env-block">removed: {progress}</span>}
        {error && <ErrorInWords error={error} />}
      </td>
      <td>{needs.map(nameOf).join(', ') || <span className="muted">nothing</span>}</td>
      <td>{physicalId && <Copyable what={`${nameOf(logicalId)}: id in the table`} value={physicalId} />}</td>
      <td>{arn && <Copyable what={`${nameOf(logicalId)}: ARN in the table`} value={arn} />}</td>
    </tr>
  );
}
