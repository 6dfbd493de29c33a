import { useEffect, useRef } from 'react';
import { ProblemError } from '../api.ts';

interface ProblemBoxProps {
  error: unknown;
  title?: string | undefined;
  /** Where somebody asked for what went wrong: the keyboard goes on from here. */
  takesFocus?: boolean;
}

/** What went wrong, where, and what to do now. It is announced when it appears. */
export function ProblemBox({ error, title, takesFocus = false }: ProblemBoxProps) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error && takesFocus) box.current?.focus();
  }, [error, takesFocus]);
  if (!error) return null;
  const { problem } = ProblemError.of(error);
  return (
    <div className="problem" role="alert" tabIndex={-1} ref={box}>
      <p className="problem-title">{title ? `${title}: ${problem.title}` : problem.title}</p>
      <p>{problem.detail}</p>
      {problem.errors && problem.errors.length > 0 && (
        <ul>
          {problem.errors.map(({ pointer, detail }) => (
            <li key={`${pointer} ${detail}`}>
              <code>{pointer}</code> {detail}
            </li>
          ))}
        </ul>
      )}
      {problem.nextAction && <p className="problem-next">{problem.nextAction}</p>}
      {problem.requestId && (
        <p className="muted small">
          Request <code>{problem.requestId}</code>
        </p>
      )}
    </div>
  );
}
