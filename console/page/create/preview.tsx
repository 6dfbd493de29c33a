import { type SpecAsked, useOrigin } from '../api.ts';
import { createCommand, curlFor } from '../commands.ts';
import { CodeBlock } from '../ui/code.tsx';

/** The same without the console, as it stands in the form right now. */
export function Preview({ body }: { body: SpecAsked }) {
  const { data: origin } = useOrigin();
  return (
    <aside className="create-preview" aria-label="The same without the console">
      {origin && (
        <>
          <CodeBlock label="curl" text={curlFor(origin, { path: '/environments', body })} wrap />
          <CodeBlock label="groundwork" text={createCommand(origin, body)} wrap />
        </>
      )}
      <CodeBlock label="JSON" text={JSON.stringify(body, undefined, 2)} />
    </aside>
  );
}
