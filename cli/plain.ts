import { stripVTControlCharacters } from 'node:util';
import type { Middleware } from 'openapi-fetch';

/** What is handed on as it is. */
const RAW = /\/(outputs|terraform)$/;

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is about them
const CONTROL = /[\u0000-\u001F\u007F-\u009F\u2028-\u202E\u2066-\u2069]+/g;

/**
 * For what people read: a tag, an event or an error of AWS may have been written by somebody else. Line breaks become
 * spaces, so that nobody adds lines of their own; colours are left to who prints it.
 */
export const plain = (): Middleware => ({
  async onResponse({ response, schemaPath }) {
    if (!response.body || (response.ok && RAW.test(schemaPath))) return undefined;
    const { status, headers } = response;
    return new Response(withoutControls(await response.text()), { status, headers });
  },
});

/** @param json of an answer, or of a problem */
const withoutControls = (json: string): string =>
  JSON.stringify(
    JSON.parse(json, (_, value: unknown) =>
      typeof value === 'string' ? stripVTControlCharacters(value).replace(CONTROL, ' ') : value,
    ),
  );
