import type { EnvironmentRecord } from './environment.ts';

/** Strong entity tag of a record; another life of the id never shares one. */
export const etagOf = ({ uid, version }: Pick<EnvironmentRecord, 'uid' | 'version'>): string =>
  `"${uid}-${version}"`;

/** Whether a tag names any version of the record's life. */
export const isOfLife = (tag: string, { uid }: Pick<EnvironmentRecord, 'uid'>): boolean =>
  tag.startsWith(`"${uid}-`);
