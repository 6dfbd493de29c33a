import { useEffect, useState } from 'react';

/** Milliseconds that it says so. */
const SAID_FOR = 2000;

/** Copies a text. @param what it is, for those who don't see what stands beside it */
export function CopyButton({ text, what }: { text: string; what: string }) {
  const [state, setState] = useState<'idle' | 'copied' | 'failed'>('idle');
  useEffect(() => {
    if (state === 'idle') return;
    const timer = setTimeout(() => setState('idle'), SAID_FOR);
    return () => clearTimeout(timer);
  }, [state]);
  const copy = () =>
    navigator.clipboard.writeText(text).then(
      () => setState('copied'),
      () => setState('failed'),
    );
  const words = { idle: 'Copy', copied: 'Copied', failed: 'Not allowed' }[state];
  return (
    <button type="button" className="button button-small copy" onClick={copy}>
      {words}
      <span className="visually-hidden"> {what}</span>
      <span className="visually-hidden" role="status">
        {state === 'copied' ? `${what} copied` : ''}
      </span>
    </button>
  );
}
