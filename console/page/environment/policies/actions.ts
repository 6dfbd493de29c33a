import { listing } from './listing.ts';

/** What an action is about; a resource of another kind is none of its business. */
export type Level = 'bucket' | 'objects' | 'other';

/** What an action does, and to what: actions on the same thing are told together. */
const DEEDS: Readonly<Record<string, readonly [verb: string, thing: string, level: Level]>> = {
  's3:listbucket': ['list', 'the objects', 'bucket'],
  's3:listbucketversions': ['list', 'the versions of objects', 'bucket'],
  's3:getbucketlocation': ['see', 'the region', 'bucket'],
  's3:putbucketpolicy': ['change', 'the policy', 'bucket'],
  's3:deletebucket': ['delete', 'the whole', 'bucket'],
  's3:getobject': ['read', 'objects', 'objects'],
  's3:putobject': ['write', 'objects', 'objects'],
  's3:deleteobject': ['delete', 'objects', 'objects'],
  's3:abortmultipartupload': ['give up', 'unfinished uploads', 'objects'],
  'kms:decrypt': ['decrypt', '', 'other'],
  'kms:generatedatakey': ['make data keys', '', 'other'],
  'sts:assumerole': ['assume', 'the role', 'other'],
};

/** What all the actions are about. */
export function levelOf(actions: readonly string[]): Level {
  const [first = 'other', ...others] = new Set(
    actions.map((action) => DEEDS[action.toLowerCase()]?.[2] ?? 'other'),
  );
  return others.length === 0 ? first : 'other';
}

/** `read, write and delete objects and give up unfinished uploads`; what is not known stands by its own name. */
export function deeds(actions: readonly string[], isExcept: boolean): string {
  if (isExcept) return `do anything but ${listing(actions)}`;
  if (actions.includes('*')) return 'do anything at all';
  const verbs = new Map<string, string[]>();
  const told = (thing: string, verb: string) =>
    verbs.set(thing, [...new Set([...(verbs.get(thing) ?? []), verb])]);
  for (const action of actions) {
    const [, service] = /^([\w-]+):\*$/.exec(action) ?? [];
    const [verb, thing] = DEEDS[action.toLowerCase()] ?? [];
    if (service) told(`that ${service.toUpperCase()} can`, 'do anything');
    else if (verb !== undefined && thing !== undefined) told(thing, verb);
    else told(action, /[*?]/.test(action) ? 'call whatever matches' : 'call');
  }
  const groups = [...verbs].map(([thing, list]) => `${listing(list)}${thing && ` ${thing}`}`);
  const [last = '', others] = [groups.at(-1), groups.slice(0, -1)];
  if (others.length === 0) return last;
  // A comma more, where an "and" stands in one of them.
  const isLong = groups.some((group) => group.includes(' and '));
  return `${others.join(', ')}${isLong ? ', and ' : ' and '}${last}`;
}
