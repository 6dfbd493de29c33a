import { createHash, createHmac } from 'node:crypto';
import type { SignatureV4 } from '@smithy/signature-v4';

type Hash = ConstructorParameters<typeof SignatureV4>[0]['sha256'];

/** The hash that the signer works with, by Node's own. */
export const Sha256 = function hash(secret?: string | Uint8Array) {
  const made = secret ? createHmac('sha256', secret) : createHash('sha256');
  return {
    update: (data: Uint8Array) => {
      made.update(data);
    },
    digest: async () => new Uint8Array(made.digest()),
  };
} as unknown as Hash;

/** The query's parameters as the signer wants them. */
export function queryOf(parameters: URLSearchParams): Record<string, string | string[]> {
  const names = [...new Set(parameters.keys())];
  return Object.fromEntries(
    names.map((name) => {
      const values = parameters.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}
