import { type Origin, type SpecAsked, useOrigin } from '../api.ts';
import { createCommand, curlFor } from '../commands.ts';
import { CodeBlock } from '../ui/code.tsx';

/** Until the server has said it. */
const UNKNOWN: Origin = { url: 'http://localhost:3000', way: 'none' };

/** The same without the console, as it stands in the form right now. */
export function Preview({ body }: { body: SpecAsked }) {
  const { data: origin = UNKNOWN } = useOrigin();
  return (
    <aside className="create-preview" aria-label="The same without the console">
      <CodeBlock label="curl" text={curlFor(origin, { path: '/environments', body })} wrap />
      <CodeBlock label="groundwork" text={createCommand(origin, body)} wrap />
      <CodeBlock label="JSON" text={JSON.stringify(body, undefined, 2)} />
    </aside>
  );
}
