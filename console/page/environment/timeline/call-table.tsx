import { WideTable } from '../section.tsx';
import { nameOf } from '../words.ts';
import type { Call } from './runs.ts';

interface CallTableProps {
  calls: readonly Call[];
  /** When the first was sent. */
  from: number;
  /** Ids of those in the longest chain. */
  chain: ReadonlySet<string>;
}

/** The calls in the order in which they were sent. */
export function CallTable({ calls, from, chain }: CallTableProps) {
  return (
    <WideTable label="Calls as a table">
      <thead>
        <tr>
          <th scope="col">Sent after</th>
          <th scope="col">Took</th>
          <th scope="col">Service</th>
          <th scope="col">Operation</th>
          <th scope="col">Resource</th>
          <th scope="col">Result</th>
          <th scope="col">In the longest chain</th>
        </tr>
      </thead>
      <tbody>
        {calls.map((call) => (
          <tr key={call.id}>
            <td className="env-number">{call.start - from} ms</td>
            <td className="env-number">{call.milliseconds} ms</td>
            <td>{call.service}</td>
            <td>{call.operation}</td>
            <td>{nameOf(call.logicalId)}</td>
            <td>{call.result}</td>
            <td>{chain.has(call.id) ? 'yes' : ''}</td>
          </tr>
        ))}
      </tbody>
    </WideTable>
  );
}
