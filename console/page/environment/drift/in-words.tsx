import type { PolicyChange } from './policy-change.ts';

/** What AWS lets happen otherwise than desired, beside the lines that differ. */
export function InWords({ change: { name, desired, observed } }: { change: PolicyChange }) {
  const isSame = desired.length === 0 && observed.length === 0;
  return (
    <div className="env-in-words">
      {name && <h4>{name}</h4>}
      {isSame && <p className="muted">In words, both say the same.</p>}
      <Sentences title="Desired, and not so at AWS" sentences={desired} />
      <Sentences title="At AWS instead" sentences={observed} />
    </div>
  );
}

function Sentences({ title, sentences }: { title: string; sentences: readonly string[] }) {
  if (sentences.length === 0) return null;
  return (
    <>
      <p className="muted">{title}:</p>
      <ul>
        {sentences.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  );
}
