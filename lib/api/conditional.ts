/** The entity tags of an If-Match or If-None-Match header, without the mark of weak ones; `*` as it is. */
export const entityTags = (header: string): string[] =>
  header.split(',').map((tag) => tag.trim().replace(/^W\//, ''));

/** Whether the header names the tag. @param header If-None-Match, or nothing when it was not sent */
export const matches = (header: string | undefined, etag: string): boolean =>
  header !== undefined && entityTags(header).some((tag) => tag === '*' || tag === etag);
