import { type MouseEvent, useEffect, useRef } from 'react';
import { elementOf, labelOf } from './fields.tsx';
import type { FieldFault } from './rules.ts';

/** All mistakes at once, each leading to its field. It gets the focus whenever the form was sent with mistakes. */
export function FaultSummary({ faults, onLead }: { faults: readonly FieldFault[]; onLead(): void }) {
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (faults.length > 0) box.current?.focus();
  }, [faults]);
  if (faults.length === 0) return null;
  const lead = (event: MouseEvent, { field }: FieldFault) => {
    event.preventDefault();
    onLead();
    // After what is folded has been opened.
    requestAnimationFrame(() => document.getElementById(elementOf(field))?.focus());
  };
  return (
    <div className="problem" role="alert" tabIndex={-1} ref={box}>
      <p className="problem-title">
        {faults.length === 1 ? 'There is one mistake' : `There are ${faults.length} mistakes`}
      </p>
      <ul>
        {faults.map((fault) => (
          <li key={`${fault.field} ${fault.message}`}>
            <a href={`#${elementOf(fault.field)}`} onClick={(event) => lead(event, fault)}>
              {labelOf(fault.field)}
            </a>
            : {fault.message}
          </li>
        ))}
      </ul>
    </div>
  );
}
