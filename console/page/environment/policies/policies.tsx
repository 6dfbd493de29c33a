import type { Environment } from '../../../../client/contract.ts';
import { useTerraform } from '../../api.ts';
import { CodeBlock } from '../../ui/code.tsx';
import { ProblemBox } from '../../ui/problem.tsx';
import { Section } from '../section.tsx';
import { knownOf, type PoliciesFound, policiesIn } from './documents.ts';
import { policyInWords } from './policy-words.ts';

/** The policies in plain words, beside their JSON. */
export function PoliciesSection({ environment }: { environment: Environment }) {
  const { id, status, outputs } = environment;
  const isReady = status === 'READY';
  const { data, error } = useTerraform(id, isReady);
  return (
    <Section id="policies" aside={<span className="muted">in plain words, as they are desired</span>}>
      {!isReady && !data && <p className="muted">They are told once the environment is ready.</p>}
      {isReady && <ProblemBox error={error} />}
      {data &&
        status !== 'DELETED' &&
        policiesIn(data, knownOf(outputs)).map((found) => <PolicyView key={found.title} found={found} />)}
    </Section>
  );
}

function PolicyView({ found: { title, about, policies } }: { found: PoliciesFound }) {
  const [first] = policies;
  if (!first) return null;
  return (
    <article className="env-policy">
      <h3>{title}</h3>
      <p className="muted">{about}</p>
      <div className="env-beside">
        <ol>
          {policyInWords(first.document, first.context).map(({ sid, sentences }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a statement needs no name, and two may have the same
            <li key={index}>
              {sentences.join(' ')}
              {sid && <span className="muted small env-block">{sid}</span>}
            </li>
          ))}
        </ol>
        <div>
          {policies.map(({ name, document }) => (
            <CodeBlock key={name} label={`${name} as JSON`} text={JSON.stringify(document, null, 2)} />
          ))}
        </div>
      </div>
    </article>
  );
}
