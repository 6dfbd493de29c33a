import { MEDIA_TYPES, OUTPUT_FORMATS, type OutputFormat } from '../environment/output-formats.ts';
import type { ApiEvent } from './http.ts';
import { invalid } from './problem.ts';
import { outputsQuery } from './schemas.ts';
import { query } from './validate.ts';

/**
 * The format that was asked for: by the query, else by the first media type in Accept that is known.
 *
 * @throws Problem validation-failed also when Accept names none of them: whoever asks for something special
 *   would not know what to do with JSON
 */
export function formatOf(event: ApiEvent): OutputFormat {
  const { format } = query(outputsQuery, event);
  if (format) return format;
  const { accept } = event.headers;
  if (accept === undefined) return 'json';
  const asked = accept.split(',').map((range) => range.replace(/;.*/s, '').trim().toLowerCase());
  const known = asked.flatMap(
    (range) => OUTPUT_FORMATS.find((name) => covers(range, MEDIA_TYPES[name])) ?? [],
  );
  if (known[0]) return known[0];
  const detail = `must name one of ${Object.values(MEDIA_TYPES).join(', ')}`;
  throw invalid([{ pointer: '/headers/accept', detail }]);
}

const covers = (range: string, type: string): boolean =>
  range === type || range === '*/*' || range === type.replace(/\/.*/, '/*');
