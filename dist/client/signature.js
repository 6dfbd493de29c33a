import { createHash, createHmac } from 'node:crypto';
/** The hash that the signer works with, by Node's own. */
export const Sha256 = function hash(secret) {
    const made = secret ? createHmac('sha256', secret) : createHash('sha256');
    return {
        update: (data) => {
            made.update(data);
        },
        digest: async () => new Uint8Array(made.digest()),
    };
};
/** The query's parameters as the signer wants them. */
export function queryOf(parameters) {
    const names = [...new Set(parameters.keys())];
    return Object.fromEntries(names.map((name) => {
        const values = parameters.getAll(name);
        return [name, values.length > 1 ? values : (values[0] ?? '')];
    }));
}
