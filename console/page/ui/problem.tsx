import { ProblemError } from '../api.ts';

/** What went wrong, where, and what to do now. It is announced when it appears. */
export function ProblemBox({ error, title }: { error: unknown; title?: string | undefined }) {
  if (!error) return null;
  const { problem } = ProblemError.of(error);
  return (
    <div className="problem" role="alert">
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
