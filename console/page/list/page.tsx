import { Link } from 'wouter';
import { useEnvironments } from '../api.ts';
import { PageHeading } from '../ui/heading.tsx';
import { ProblemBox } from '../ui/problem.tsx';

/** All environments. */
export function ListPage() {
  const { data, error } = useEnvironments({});
  return (
    <>
      <PageHeading title="Environments" />
      <ProblemBox error={error} />
      <ul>
        {data?.environments.map(({ id }) => (
          <li key={id}>
            <Link href={`/environments/${id}`}>{id}</Link>
          </li>
        ))}
      </ul>
    </>
  );
}
