import { PageHeading } from '../ui/heading.tsx';

/** Asks for a new environment. */
export function CreatePage() {
  return <PageHeading title="Create an environment" />;
}
