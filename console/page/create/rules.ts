import type { FieldErrors, FieldPath, Resolver } from 'react-hook-form';
import { set } from 'react-hook-form';
import { createRequest } from '../../../lib/api/schemas.ts';
import { check, soundPart } from '../../../lib/api/validate.ts';
import { type Fault, pointerToken } from '../../../lib/environment/fault.ts';
import { faultsOf, type SpecRequest } from '../../../lib/environment/spec.ts';
import type { SpecAsked } from '../types.ts';
import { type Draft, linesOf, requestOf } from './request.ts';

/** A mistake, and the field in which it can be mended. */
export interface FieldFault {
  field: FieldPath<Draft>;
  message: string;
}

/** Everything that is wrong with a request by the API's own rules; what only a deployment knows is left to it. */
export function faultsIn(body: SpecAsked, now: Date): Fault[] {
  const { value, faults } = check(createRequest, body);
  const { id: _, ...request } = (value ?? soundPart(createRequest, body)) as SpecRequest & { id?: string };
  const { region = '' } = request;
  const context = { allowedRegions: [region], defaultRegion: region, bucketNames: ['*'], now };
  return [...faults, ...faultsOf(request, context)];
}

/** The same, each at its field. */
export const fieldFaults = (draft: Draft, now: Date): FieldFault[] => [
  ...doubledTags(draft.tags.map(({ key }) => key.trim())),
  ...faultsIn(requestOf(draft), now)
    .map((fault) => atField(fault, draft))
    .map((fault) => inWordsOfTheForm(fault, draft)),
];

/** Beside a field in which one picks a time, a format is no help. A time that is not whole is none to a browser. */
const inWordsOfTheForm = (fault: FieldFault, { expiresAt }: Draft): FieldFault =>
  fault.field === 'expiresAt' && expiresAt === '' ? { ...fault, message: 'pick a day and a time' } : fault;

/** Where a pointer into the body stands in the form. */
export function atField({ pointer, detail }: Fault, draft: Draft): FieldFault {
  const [, first = '', second] = pointer.split('/');
  if ((first === 'allowedCidrs' || first === 'allowedVpcEndpoints') && second !== undefined) {
    const { line } = linesOf(draft[first])[Number(second)] ?? {};
    return { field: first, message: line === undefined ? detail : `Line ${line}: ${detail}` };
  }
  if (first === 'tags' && second !== undefined) {
    const isIt = (key: string) => pointerToken(key) === second;
    const row = draft.tags.findIndex(({ key }) => isIt(key) || isIt(key.trim()));
    return { field: row < 0 ? 'tags' : `tags.${row}.key`, message: detail };
  }
  if (first === 'role' && second === 'trustedServices')
    return { field: 'role.trustedServices', message: detail };
  const field = second === undefined ? first : `${first}.${second}`;
  return { field: (FIELDS.has(field) ? field : 'id') as FieldPath<Draft>, message: detail };
}

/** Those that can have a mistake of their own. */
const FIELDS: ReadonlySet<string> = new Set<FieldPath<Draft>>([
  ...(['id', 'allowedCidrs', 'allowedVpcEndpoints', 'ttl', 'expiresAt', 'tags', 'region'] as const),
  ...(['deletionProtection', 'forceDestroy'] as const),
  ...(['encryption.algorithm', 'encryption.keyAlias', 'encryption.deletionWindowDays'] as const),
  ...(['storage.bucketPrefix', 'storage.initialBucketName', 'storage.finalBucketName'] as const),
  ...(['storage.versioning', 'storage.expireAfterDays'] as const),
  ...(['role.name', 'role.policyName', 'role.instanceProfileName'] as const),
]);

/** A JSON object has a key once; of two rows one would vanish without a word. @param keys of all rows */
export const doubledTags = (keys: readonly string[]): FieldFault[] =>
  keys.flatMap((key, row): FieldFault[] =>
    key !== '' && keys.indexOf(key) < row
      ? [{ field: `tags.${row}.key`, message: 'is the key of another tag, too' }]
      : [],
  );

/** The rules for react-hook-form. */
export const resolver: Resolver<Draft> = (draft) => {
  const faults = fieldFaults(draft, new Date());
  return faults.length === 0 ? { values: draft, errors: {} } : { values: {}, errors: errorsOf(faults) };
};

/** As react-hook-form has them, each at its field. */
export function errorsOf(faults: readonly FieldFault[]): FieldErrors<Draft> {
  const errors: FieldErrors<Draft> = {};
  const fields = [...new Set(faults.map(({ field }) => field))];
  for (const field of fields) {
    const messages = faults.filter((fault) => fault.field === field).map(({ message }) => message);
    // One that is about a whole list must not hide those of its rows.
    const place = field === 'tags' ? 'tags.root' : field;
    set(errors, place, { type: 'rule', message: [...new Set(messages)].join('\n') });
  }
  return errors;
}
