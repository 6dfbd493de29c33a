import { type ReactNode, useEffect, useRef } from 'react';

/** Puts the focus where the page begins, when what had it goes. */
export const focusHeading = (): void => document.querySelector('h1')?.focus();

/** Whether a page was shown before: the first one leaves the focus where the browser puts it. */
let shownBefore = false;

/**
 * The heading of a page. It names the browser's tab, and gets the focus when one comes here from another page, so that a
 * screen reader says where one is and the keyboard goes on from there.
 */
export function PageHeading({ title, children }: { title: string; children?: ReactNode }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    document.title = `${title} · groundwork`;
  }, [title]);
  useEffect(() => {
    if (shownBefore) heading.current?.focus();
    shownBefore = true;
  }, []);
  return (
    <div className="page-head">
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </div>
  );
}
