import { useOrigin } from '../api.ts';
import { type Asked, command, curlFor } from '../commands.ts';
import { CodeBlock } from './code.tsx';

interface SameCommandsProps {
  /** What it is that they do. */
  summary?: string;
  asked: Asked;
  /** Of the command line. */
  words: readonly string[];
  /** What that reads from stdin. */
  file?: unknown;
}

/** The commands that ask the API for the same, folded up. */
export function SameCommands({
  summary = 'The same without the console',
  asked,
  words,
  file,
}: SameCommandsProps) {
  const { data: origin } = useOrigin();
  if (!origin) return null;
  return (
    <details className="same-commands">
      <summary>{summary}</summary>
      <CodeBlock label="curl" text={curlFor(origin, asked)} wrap />
      <CodeBlock label="groundwork" text={command(origin, words, file)} wrap />
    </details>
  );
}
