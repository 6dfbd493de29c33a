import { folded, lineDiff, linesOf } from './line-diff.ts';

const SIGNS = { same: ' ', removed: '−', added: '+' } as const;

interface DifferenceProps {
  before: unknown;
  after: unknown;
  /** What the two are: `desired`, `observed`. */
  names: readonly [before: string, after: string];
}

/** Two values, line by line, each with a sign besides its colour. */
export function Difference({ before, after, names: [old, fresh] }: DifferenceProps) {
  const lines = folded(lineDiff(linesOf(before), linesOf(after)));
  return (
    <figure className="code difference">
      <figcaption>
        <span>
          <span className="difference-removed">− {old}</span>{' '}
          <span className="difference-added">+ {fresh}</span>
        </span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section tabIndex={0} aria-label={`${old} and ${fresh}`} className="code-scroll">
        <pre>
          {lines.map((line, index) =>
            typeof line === 'number' ? (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their place
              <span key={index} className="muted">
                {`  ⋯ ${line} ${line === 1 ? 'line is' : 'lines are'} the same\n`}
              </span>
            ) : (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their place
              <span key={index} className={`difference-${line.kind}`}>
                {`${SIGNS[line.kind]} ${line.text}\n`}
              </span>
            ),
          )}
        </pre>
      </section>
    </figure>
  );
}
