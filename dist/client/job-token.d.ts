type Variables = Readonly<Record<string, string | undefined>>;
/**
 * The identity token of the CI job: `GROUNDWORK_TOKEN` where it is given, as GitLab's `id_tokens` do, or else one that is
 * asked for at GitHub Actions, anew whenever the last is about to end. Its audience is `GROUNDWORK_AUDIENCE`, or
 * groundwork.
 *
 * @returns what throws CredentialsError when there is no token to be had
 */
export declare function jobToken(env: Variables): () => Promise<string>;
/**
 * What a header can carry; fetch would tell the whole world what it can't.
 *
 * @throws CredentialsError without the secret
 */
export declare function sendable(secret: string, name: string): string;
export {};
