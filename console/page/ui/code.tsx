import { CopyButton } from './copy.tsx';

/** Text as it is to be copied: a command, JSON. @param label says what it is */
export function CodeBlock({ label, text, wrap = false }: { label: string; text: string; wrap?: boolean }) {
  return (
    <figure className="code">
      <figcaption>
        <span>{label}</span>
        <CopyButton text={text} what={label} />
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section tabIndex={0} aria-label={label} className="code-scroll">
        <pre className={wrap ? 'wrap' : undefined}>
          <code>{text}</code>
        </pre>
      </section>
    </figure>
  );
}
