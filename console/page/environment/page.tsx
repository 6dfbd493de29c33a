import { useEnvironment } from '../api.ts';
import { PageHeading } from '../ui/heading.tsx';
import { ProblemBox } from '../ui/problem.tsx';
import { StatusBadge } from '../ui/status.tsx';

/** One environment. */
export function EnvironmentPage({ id }: { id: string }) {
  const { data, error } = useEnvironment(id);
  return (
    <>
      <PageHeading title={id}>{data && <StatusBadge status={data.environment.status} />}</PageHeading>
      <ProblemBox error={error} />
    </>
  );
}
