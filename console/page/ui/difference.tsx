import { lineDiff, linesOf } from './line-diff.ts';

const SIGNS = { same: ' ', removed: '−', added: '+' } as const;

interface DifferenceProps {
  before: unknown;
  after: unknown;
  /** What the two are: `desired`, `observed`. */
  names: readonly [before: string, after: string];
}

/** Two values, line by line, each with a sign besides its colour. */
export function Difference({ before, after, names }: DifferenceProps) {
  const lines = lineDiff(linesOf(before), linesOf(after));
  return (
    <figure className="code difference">
      <figcaption>
        <span>
          <del>− {names[0]}</del> <ins>+ {names[1]}</ins>
        </span>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section tabIndex={0} aria-label={`${names[0]} and ${names[1]}`} className="code-scroll">
        <pre>
          {lines.map(({ kind, text }, index) => {
            const Line = { same: 'span', removed: 'del', added: 'ins' }[kind] as 'span';
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other name than their place
              <Line key={index} className="difference-line">
                {SIGNS[kind]} {text}
                {'\n'}
              </Line>
            );
          })}
        </pre>
      </section>
    </figure>
  );
}
