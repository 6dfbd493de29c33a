import type { Environment } from '../../../client/contract.ts';
import { statusInWords } from '../ui/words.ts';

type Searched = Pick<Environment, 'id' | 'status' | 'spec'>;

/** Whether an environment fits what is typed: each word stands in its id, its status, or a tag as `key=value`. */
export function fits({ id, status, spec }: Searched, typed: string): boolean {
  const tags = Object.entries(spec.tags).map(([key, value]) => `${key}=${value}`);
  const texts = [id, status, statusInWords(status), ...tags].map((text) => text.toLowerCase());
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  return words.every((word) => texts.some((text) => text.includes(word)));
}
