import type { ApiEvent } from './http.ts';

/** The entity tags of an If-Match header; a weak one keeps its mark and so equals none (RFC 9110, 13.1.1). */
export const entityTags = (header: string): string[] => header.split(',').map((tag) => tag.trim());

/** Whether the header names the tag, weakly or not. @param header If-None-Match; undefined: it was not sent */
export const matches = (header: string | undefined, etag: string): boolean =>
  header !== undefined && entityTags(header).some((tag) => tag === '*' || tag.replace(/^W\//, '') === etag);

/** The entity tags that a change is conditional on; `*` asks only that there is something. */
export function ifMatchOf({ headers }: ApiEvent): { ifMatch?: string[] } {
  const header = headers['if-match'];
  return header === undefined || header.trim() === '*' ? {} : { ifMatch: entityTags(header) };
}
