/** Makes a request say who asks. */
export type Authenticate = (request: Request) => Promise<Request>;
/** How callers say who they are; docs/callers.md has what a deployment asks for. */
export declare const WAYS: readonly ['none', 'iam', 'token'];
export type Way = (typeof WAYS)[number];
type Variables = Readonly<Record<string, string | undefined>>;
/**
 * How requests to this address say who asks: as `GROUNDWORK_AUTH` says, or else with `GROUNDWORK_TOKEN`, with nothing on
 * one's own machine, signed with AWS credentials that stand in the environment, with the identity token of the GitHub
 * Actions job, and at last with whatever else AWS's default chain finds.
 *
 * @param url of the API
 * @throws CredentialsError `GROUNDWORK_AUTH` is no way, the region to sign for is unknown, or what says who asks could be
 *     read on the way; what it returns rejects with one when no credentials are found
 */
export declare function authenticationFor(url: URL, env?: Variables): Authenticate;
export declare function wayTo(url: URL, env: Variables): Way;
/** What goes there stays on this machine. */
export declare const isOwnMachine: ({ hostname }: URL) => boolean;
/** What requests to this address are signed for. API Gateway's addresses say it; names of one's own don't. */
export declare function regionOf({ hostname }: URL, env: Variables): string;
export {};
