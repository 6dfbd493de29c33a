/** What is wrong with a request, and where (a JSON pointer, RFC 6901). */
export interface Fault {
  pointer: string;
  detail: string;
}

/** A key as part of a JSON pointer. */
export const pointerToken = (key: PropertyKey): string =>
  String(key).replaceAll('~', '~0').replaceAll('/', '~1');
