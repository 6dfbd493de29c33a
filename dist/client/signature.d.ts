import type { SignatureV4 } from '@smithy/signature-v4';
type Hash = ConstructorParameters<typeof SignatureV4>[0]['sha256'];
/** The hash that the signer works with, by Node's own. */
export declare const Sha256: Hash;
/** The query's parameters as the signer wants them. */
export declare function queryOf(parameters: URLSearchParams): Record<string, string | string[]>;
export {};
