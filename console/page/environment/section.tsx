import type { ReactNode } from 'react';

/** The parts of an environment's page, in their order. */
export const SECTIONS = [
  ['resources', 'Resources'],
  ['timeline', 'Timeline'],
  ['drift', 'Drift'],
  ['policies', 'Policies'],
  ['outputs', 'Outputs'],
  ['events', 'Events'],
  ['settings', 'Settings'],
] as const;

type SectionId = (typeof SECTIONS)[number][0];

interface SectionProps {
  id: SectionId;
  /** Beside the heading. */
  aside?: ReactNode;
  children: ReactNode;
}

/** One part of the page, with the heading that the links above lead to. */
export function Section({ id, aside, children }: SectionProps) {
  const title = SECTIONS.find(([name]) => name === id)?.[1];
  return (
    <section id={id} className="card env-section" aria-labelledby={`${id}-title`} tabIndex={-1}>
      <div className="env-section-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {aside}
      </div>
      {children}
    </section>
  );
}

/** Links to the parts of the page. */
export function OnThisPage() {
  return (
    <nav className="env-nav" aria-label="On this page">
      {SECTIONS.map(([id, title]) => (
        <a key={id} href={`#${id}`}>
          {title}
        </a>
      ))}
    </nav>
  );
}

/** A table that scrolls by itself where it is too wide, by keyboard as well. */
export function WideTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className="env-table" aria-label={label} tabIndex={0}>
      <table>{children}</table>
    </section>
  );
}
