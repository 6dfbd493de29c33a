import type { ReactNode } from 'react';
import { type FieldError, type FieldPath, get, useFormContext } from 'react-hook-form';
import type { Draft } from './request.ts';

/** Names of fields as people read them, in the order of the form. */
export const LABELS: Partial<Record<FieldPath<Draft>, string>> = {
  id: 'Id',
  allowedCidrs: 'Allowed addresses',
  allowedVpcEndpoints: 'Allowed VPC endpoints',
  ttl: 'Time to live',
  expiresAt: 'End',
  tags: 'Tags',
  deletionProtection: 'Deletion protection',
  forceDestroy: 'Empty buckets on deletion',
  region: 'Region',
  'encryption.algorithm': 'Encryption',
  'encryption.keyAlias': 'Alias of the key',
  'encryption.deletionWindowDays': "Key's deletion window",
  'storage.bucketPrefix': 'Prefix of the buckets',
  'storage.initialBucketName': 'Name of the initial bucket',
  'storage.finalBucketName': 'Name of the final bucket',
  'storage.versioning': 'Versioning',
  'storage.expireAfterDays': 'Objects expire after',
  'role.name': 'Name of the role',
  'role.policyName': 'Name of its policy',
  'role.instanceProfileName': 'Name of the instance profile',
  'role.trustedServices': 'Who may hand the role on',
};

export const labelOf = (field: FieldPath<Draft>): string => {
  const [, row] = /^tags\.(\d+)/.exec(field) ?? [];
  return row === undefined ? (LABELS[field] ?? field) : `Tag ${Number(row) + 1}`;
};

/** The element of a field, to describe it and to lead to it. */
export const elementOf = (field: FieldPath<Draft>): string => `field-${field.replaceAll('.', '-')}`;

/** What is wrong with a field, if anything. */
export function useFault(field: FieldPath<Draft>): string | undefined {
  const { formState } = useFormContext<Draft>();
  return (get(formState.errors, field) as FieldError | undefined)?.message;
}

/** Ties a field to what is said about it. */
export function said(
  field: FieldPath<Draft>,
  { hint, fault }: { hint?: ReactNode; fault?: string | undefined },
) {
  const id = elementOf(field);
  const described = [hint ? `${id}-hint` : '', fault ? `${id}-fault` : ''].filter(Boolean).join(' ');
  return { id, 'aria-describedby': described || undefined, 'aria-invalid': fault ? true : undefined };
}

export function Fault({ field, fault }: { field: FieldPath<Draft>; fault: string | undefined }) {
  if (!fault) return null;
  return (
    <div id={`${elementOf(field)}-fault`}>
      {fault.split('\n').map((line) => (
        <p key={line} className="field-error">
          {line}
        </p>
      ))}
    </div>
  );
}

interface FieldProps {
  field: FieldPath<Draft>;
  hint?: ReactNode;
}

export function Hint({ field, children }: { field: FieldPath<Draft>; children: ReactNode }) {
  return (
    <span className="hint" id={`${elementOf(field)}-hint`}>
      {children}
    </span>
  );
}

/** A line of text. */
export function TextField({ field, hint, ...input }: FieldProps & InputProps) {
  const { register } = useFormContext<Draft>();
  const fault = useFault(field);
  return (
    <div className="field">
      <label htmlFor={elementOf(field)}>{LABELS[field]}</label>
      {hint && <Hint field={field}>{hint}</Hint>}
      <input
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...input}
        {...said(field, { hint, fault })}
        {...register(field)}
      />
      <Fault {...{ field, fault }} />
    </div>
  );
}

interface InputProps {
  type?: string;
  placeholder?: string;
  inputMode?: 'numeric';
}

/** Several values, one a line. */
export function LinesField({ field, hint, placeholder }: FieldProps & { placeholder: string }) {
  const { register } = useFormContext<Draft>();
  const fault = useFault(field);
  return (
    <div className="field">
      <label htmlFor={elementOf(field)}>{LABELS[field]}</label>
      {hint && <Hint field={field}>{hint}</Hint>}
      <textarea
        rows={3}
        autoComplete="off"
        spellCheck={false}
        placeholder={placeholder}
        {...said(field, { hint, fault })}
        {...register(field)}
      />
      <Fault {...{ field, fault }} />
    </div>
  );
}

/** Yes or no. */
export function CheckField({ field, hint }: FieldProps) {
  const { register } = useFormContext<Draft>();
  const fault = useFault(field);
  return (
    <div className="field">
      <label className="choice" htmlFor={elementOf(field)}>
        <input type="checkbox" {...said(field, { hint, fault })} {...register(field)} />
        <span>{LABELS[field]}</span>
      </label>
      {hint && <Hint field={field}>{hint}</Hint>}
      <Fault {...{ field, fault }} />
    </div>
  );
}
