import { Link } from 'wouter';
import type { Environment } from '../../../client/contract.ts';
import { StatusBadge } from '../ui/status.tsx';
import { Ago, TimeLeft } from '../ui/time.tsx';

interface TableProps {
  environments: readonly Environment[];
  onDelete(environment: Environment): void;
}

/** What can be told of many at a glance. Rows keep their place, and the focus in them, when they are read anew. */
export function EnvironmentTable({ environments, onDelete }: TableProps) {
  return (
    <table className="environments">
      <caption className="visually-hidden">Environments</caption>
      <thead>
        <tr>
          <th scope="col">Environment</th>
          <th scope="col">Status</th>
          <th scope="col">Time left</th>
          <th scope="col" className="wide-only">
            Changed
          </th>
          <th scope="col" className="wide-only">
            <span className="visually-hidden">What can be done</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {environments.map((environment) => (
          <Row key={`${environment.tenant} ${environment.id}`} {...{ environment, onDelete }} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ environment, onDelete }: { environment: Environment } & Pick<TableProps, 'onDelete'>) {
  const { id, status, statusReason, spec, warnings, updatedAt, expiresAt, deletedAt } = environment;
  const tags = Object.entries(spec.tags);
  const isOpen = !deletedAt && warnings.some(({ code }) => code === 'open-to-any-address');
  return (
    <tr>
      <th scope="row">
        <Link href={`/environments/${id}`} className="id">
          {id}
        </Link>
        {tags.length > 0 && (
          <ul className="tags" aria-label="Tags">
            {tags.map(([key, value]) => (
              <li key={key}>
                {key}={value}
              </li>
            ))}
          </ul>
        )}
        {isOpen && (
          <p className="open-warning">
            <span aria-hidden="true">⚠ </span>Storage is open to any address
          </p>
        )}
      </th>
      <td>
        <StatusBadge status={status} />
        {statusReason && <p className="reason">{statusReason}</p>}
      </td>
      <td>
        {deletedAt ? <span className="muted">over</span> : <TimeLeft until={expiresAt} />}
        {!deletedAt && spec.deletionProtection && <p className="reason">protected</p>}
      </td>
      <td className="wide-only muted">
        <Ago at={updatedAt} />
      </td>
      <td className="wide-only actions">
        {!deletedAt && (
          <button type="button" className="button button-small" onClick={() => onDelete(environment)}>
            Delete…<span className="visually-hidden">{id}</span>
          </button>
        )}
      </td>
    </tr>
  );
}
