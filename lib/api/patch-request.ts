import type { Spec } from '../environment/environment.ts';
import type { Fault } from '../environment/fault.ts';
import { patched, type SpecPatch, setsEnd } from '../environment/patch.ts';
import { jsonBody, MERGE_PATCH } from './body.ts';
import type { ApiEvent } from './http.ts';
import { invalid } from './problem.ts';
import { patchRequest } from './schemas.ts';
import { check, soundPart } from './validate.ts';

/** What the request makes of a spec. @throws Problem with every mistake of the patch at once */
export type ApplyPatch = (spec: Spec, now: Date) => { spec: Spec; setsEnd: boolean };

/**
 * The body of `PATCH /environments/{id}`. Some mistakes show only against the spec that is there.
 *
 * @throws Problem body-too-large, unsupported-media-type, invalid-json
 */
export function parsePatch(event: ApiEvent, id: string): ApplyPatch {
  const body = jsonBody(event, { alsoOf: MERGE_PATCH });
  const { faults: wrong } = check(patchRequest, body);
  const { id: _, ...patch } = soundPart(patchRequest, body) as SpecPatch;
  const { id: asked } = body;
  const faults: Fault[] = [
    ...wrong.filter(({ pointer }) => pointer !== '/id'),
    ...(asked === undefined || asked === id
      ? []
      : [{ pointer: '/id', detail: `can't be changed; it is ${id}` }]),
  ];
  return (spec, now) => {
    const result = patched(spec, patch, now);
    if (faults.length === 0 && 'spec' in result) return { spec: result.spec, setsEnd: setsEnd(patch) };
    // What is wrong in itself need not be told again as wrong beside the others.
    const further = result.faults.filter(({ pointer }) => !faults.some((fault) => fault.pointer === pointer));
    throw invalid([...faults, ...further]);
  };
}
