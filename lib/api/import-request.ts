import type { Candidates } from '../environment/adoption.ts';
import type { Fault } from '../environment/fault.ts';
import { bucketNameFaults, faultsOf, type SpecContext, type SpecRequest } from '../environment/spec.ts';
import { choose, type Picks } from '../terraform/choose.ts';
import { readState } from '../terraform/state.ts';
import { bytesOf, jsonBody, LARGEST_BODY, tooLarge } from './body.ts';
import { hashOf, keyOf } from './create-request.ts';
import type { ApiEvent } from './http.ts';
import { invalid, Problem } from './problem.ts';
import { importRequest, planQuery } from './schemas.ts';
import { check, query, soundPart, together } from './validate.ts';

/** Bytes of a state. */
const LARGEST_STATE = 4 * 1024 * 1024;
/** Bytes of a body with such a state in it as text, with a backslash before each quotation mark. Lambda takes 6 MB. */
const LARGEST_IMPORT = 5.5 * 1024 * 1024;

export interface ImportAsked {
  id: string;
  candidates: Candidates;
  overrides: SpecRequest;
  idempotencyKey?: string;
  requestHash: string;
  dryRun: boolean;
}

/**
 * The request of `POST /imports`. The state goes no further than this: what is taken from it are ids.
 *
 * @throws Problem with every mistake in body, headers and query at once
 */
export function parseImport(event: ApiEvent, context: SpecContext): ImportAsked {
  const body = bodyOf(event);
  checkBeside(body);
  const [asked, key, { dryRun }] = together(
    () => fieldsOf(body, context),
    () => keyOf(event),
    () => query(planQuery, event),
  );
  return {
    ...asked,
    ...(key !== undefined && { idempotencyKey: key }),
    requestHash: hashOf({ body: event.body }),
    dryRun: dryRun === 'true',
  };
}

/** What is wrong with the body as a whole is most likely wrong with the state in it. */
function bodyOf(event: ApiEvent): Record<string, unknown> {
  try {
    const body = jsonBody(event, { largest: LARGEST_IMPORT });
    const { state } = body;
    const [bytes, largest] =
      typeof state === 'string'
        ? [Buffer.byteLength(state), LARGEST_STATE]
        : [bytesOf(event).length, LARGEST_STATE + LARGEST_BODY];
    if (bytes > largest) throw tooLarge(bytes, largest);
    return body;
  } catch (error) {
    const ofState = error instanceof Problem && ['body-too-large', 'invalid-json'].includes(error.code);
    if (!ofState || !bytesOf(event).includes('"state"')) throw error;
    const smaller = {
      nextAction: 'jq -c makes a state smaller; or name the resources in `resources` instead.',
    };
    throw new Problem(error.code, error.message, {
      ...error.options,
      ...(error.code === 'body-too-large' && smaller),
      errors: [{ pointer: '/state', detail: error.message }],
    });
  }
}

/** Beside the state there is no more than in other bodies. @throws Problem body-too-large */
function checkBeside({ state: _, ...rest }: Record<string, unknown>): void {
  const bytes = bytesIn(rest);
  if (bytes <= LARGEST_BODY) return;
  throw new Problem(
    'body-too-large',
    `Beside the state the body has more than ${bytes} bytes; ${LARGEST_BODY} are allowed.`,
    { nextAction: 'Send less: nothing that is asked for takes so much.' },
  );
}

/** Of values at any depth: their texts and names, and two for each. Not by recursion: hostile ones are nested deeper than the stack is. */
function bytesIn(value: unknown): number {
  const waiting = [value];
  let bytes = 0;
  while (waiting.length > 0) {
    const next = waiting.pop();
    bytes += 2 + (typeof next === 'string' ? Buffer.byteLength(next) : 0);
    if (typeof next !== 'object' || next === null) continue;
    for (const [name, inner] of Object.entries(next)) {
      if (!Array.isArray(next)) bytes += Buffer.byteLength(name);
      waiting.push(inner);
    }
  }
  return bytes;
}

function fieldsOf(
  body: Record<string, unknown>,
  context: SpecContext,
): Pick<ImportAsked, 'id' | 'candidates' | 'overrides'> {
  const { value, faults } = check(importRequest, body);
  const sound = (value ? body : soundPart(importRequest, body)) as Record<string, unknown>;
  const { id = '', state, resources, ...overrides } = sound as Partial<NonNullable<typeof value>>;
  const wrong = faults.some(({ pointer }) => /^\/(state|resources)($|\/)/.test(pointer));
  const chosen = wrong ? NOTHING : candidatesOf(state, resources, overrides);
  const all = [
    ...faults,
    ...faultsOf(overrides, context),
    ...chosen.faults,
    ...namingFaults(overrides, chosen.candidates),
    ...bucketFaults(overrides, chosen.candidates, context),
    ...keyFaults(overrides, resources),
  ];
  if (value === undefined || all.length > 0) throw invalid(all);
  return { id, candidates: chosen.candidates, overrides };
}

type Chosen = ReturnType<typeof choose>;

const NOTHING: Chosen = { candidates: { resources: {}, policies: [], spec: {} }, faults: [] };

function candidatesOf(state: unknown, picks: Picks | undefined, { encryption }: SpecRequest): Chosen {
  if (state === undefined && picks === undefined) {
    return { ...NOTHING, faults: [{ pointer: '/state', detail: 'is missing; so is /resources' }] };
  }
  const read = state === undefined ? { resources: [], faults: [] } : readState(state, '/state');
  if (read.faults.length > 0) return { ...NOTHING, faults: read.faults };
  // Who wants the keys of S3 leaves a key where it is.
  const wanted =
    encryption?.algorithm === 'AES256'
      ? read.resources.filter(({ type }) => !type.startsWith('aws_kms_'))
      : read.resources;
  return choose(wanted, picks ?? {}, state === undefined ? '/resources' : '/state/resources');
}

/** Who asks for the keys of S3 can't have one taken over. */
const keyFaults = ({ encryption }: SpecRequest, picks: Picks = {}): Fault[] =>
  encryption?.algorithm === 'AES256'
    ? (['key', 'alias'] as const)
        .filter((name) => typeof picks[name] === 'string')
        .map((name) => ({ pointer: `/resources/${name}`, detail: 'AES256 uses no key of yours' }))
    : [];

/** The service must be allowed to have what is taken over. What was named beside it has been looked at already. */
const bucketFaults = ({ storage }: SpecRequest, { resources }: Candidates, context: SpecContext): Fault[] =>
  (['initialBucket', 'finalBucket'] as const).flatMap((which) => {
    const { physicalId, pointer = '' } = resources[which] ?? {};
    return storage?.[`${which}Name`] === physicalId ? [] : bucketNameFaults(physicalId, pointer, context);
  });

/** What is taken over has its name. */
function namingFaults({ encryption, storage, role }: SpecRequest, { resources }: Candidates): Fault[] {
  const names = [
    ['/encryption/keyAlias', encryption?.keyAlias, resources.alias],
    ['/storage/bucketPrefix', storage?.bucketPrefix, resources.initialBucket],
    ['/storage/initialBucketName', storage?.initialBucketName, resources.initialBucket],
    ['/storage/finalBucketName', storage?.finalBucketName, resources.finalBucket],
    ['/role/name', role?.name, resources.role],
    ['/role/instanceProfileName', role?.instanceProfileName, resources.instanceProfile],
  ] as const;
  return names.flatMap(([pointer, name, candidate]) =>
    name !== undefined && candidate && candidate.physicalId !== name
      ? [{ pointer, detail: `can't be given: ${candidate.physicalId} is taken over and keeps its name` }]
      : [],
  );
}
