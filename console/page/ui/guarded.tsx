import type { ReactNode } from 'react';
import { ErrorBoundary, type FallbackProps } from 'react-error-boundary';

/**
 * A part of the page that may break without taking the rest along.
 *
 * @param about another one is shown, and tried, when it changes
 */
export function Guarded({ about, children }: { about: string; children: ReactNode }) {
  return (
    <ErrorBoundary FallbackComponent={Broken} resetKeys={[about]}>
      {children}
    </ErrorBoundary>
  );
}

function Broken({ error, resetErrorBoundary }: FallbackProps) {
  return (
    <div className="problem" role="alert">
      <p className="problem-title">This can not be shown</p>
      <p>{error instanceof Error ? error.message : String(error)}</p>
      <p className="problem-next">
        The environment itself is as it is; <code>groundwork get</code> tells of it as well.
      </p>
      <button type="button" onClick={resetErrorBoundary}>
        Try again
      </button>
    </div>
  );
}
