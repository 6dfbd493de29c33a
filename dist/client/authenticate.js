import { defaultProvider } from '@aws-sdk/credential-provider-node';
import { SignatureV4 } from '@smithy/signature-v4';
import { CredentialsError } from './errors.js';
import { jobToken, sendable } from './job-token.js';
import { queryOf, Sha256 } from './signature.js';
/** How callers say who they are; docs/callers.md has what a deployment asks for. */
export const WAYS = ['none', 'iam', 'token'];
/**
 * How requests to this address say who asks: as `GROUNDWORK_AUTH` says, or else with `GROUNDWORK_TOKEN`, with nothing on
 * one's own machine, signed with AWS credentials that stand in the environment, with the identity token of the GitHub
 * Actions job, and at last with whatever else AWS's default chain finds.
 *
 * @param url of the API
 * @throws CredentialsError `GROUNDWORK_AUTH` is no way, the region to sign for is unknown, or what says who asks could be
 *     read on the way; what it returns rejects with one when no credentials are found
 */
export function authenticationFor(url, env = process.env) {
    const way = wayTo(url, env);
    if (way === 'none')
        return async (request) => request;
    if (url.protocol === 'http:' && !isOwnMachine(url))
        throw inClear(url, way);
    if (way === 'iam')
        return signing(regionOf(url, env));
    const token = jobToken(env);
    return async (request) => {
        const named = new Request(request);
        named.headers.set('authorization', `Bearer ${await token()}`);
        return named;
    };
}
export function wayTo(url, env) {
    const said = env.GROUNDWORK_AUTH;
    if (said) {
        const way = WAYS.find((known) => known === said);
        if (way)
            return way;
        throw new CredentialsError(`GROUNDWORK_AUTH must be ${WAYS.join(', ')}, not '${said}'.`);
    }
    if (env.GROUNDWORK_TOKEN)
        return 'token';
    if (isOwnMachine(url))
        return 'none';
    if (env.AWS_ACCESS_KEY_ID)
        return 'iam';
    return env.ACTIONS_ID_TOKEN_REQUEST_URL ? 'token' : 'iam';
}
/** What goes there stays on this machine. */
export const isOwnMachine = ({ hostname }) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
/** Who reads a token, or a signature, can use it. */
const inClear = ({ origin }, way) => new CredentialsError(`${way === 'token' ? 'A token' : 'A signature'} is not sent to ${origin}: without https everybody on the way could use it. Give an address with https; GROUNDWORK_AUTH=none asks without.`);
/** What requests to this address are signed for. API Gateway's addresses say it; names of one's own don't. */
export function regionOf({ hostname }, env) {
    const [, region] = /\.execute-api\.([a-z0-9-]+)\.(?:amazonaws\.com|api\.aws)/.exec(hostname) ?? [];
    const found = region ?? (env.AWS_REGION || env.AWS_DEFAULT_REGION);
    if (found)
        return found;
    throw new CredentialsError(`To sign requests to ${hostname} its region must be known: set AWS_REGION. For a token set GROUNDWORK_TOKEN.`);
}
function signing(region) {
    const signer = new SignatureV4({
        service: 'execute-api',
        region,
        credentials: awsCredentials(),
        sha256: Sha256,
    });
    return async (request) => {
        const { protocol, hostname, host, port, pathname, searchParams } = new URL(request.url);
        const body = request.body ? Buffer.from(await request.clone().arrayBuffer()) : undefined;
        const signed = await signer.sign({
            method: request.method,
            protocol,
            hostname,
            ...(port && { port: Number(port) }),
            path: pathname,
            query: queryOf(searchParams),
            headers: { ...Object.fromEntries(request.headers), host },
            ...(body && { body }),
        });
        const named = new Request(request);
        for (const [name, value] of Object.entries(signed.headers)) {
            // fetch sets it by itself, to the same.
            if (name !== 'host')
                named.headers.set(name, value);
        }
        return named;
    };
}
/** AWS's default chain: environment, SSO and profiles, web identity, containers, instances. */
function awsCredentials() {
    const provide = defaultProvider();
    return async (...args) => {
        try {
            const found = await provide(...args);
            sendable(found.accessKeyId, 'The AWS access key id');
            sendable(found.sessionToken ?? '-', 'The AWS session token');
            return found;
        }
        catch (error) {
            throw new CredentialsError(`No AWS credentials were found to sign with (${error.message}). Set AWS_PROFILE or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give a token as GROUNDWORK_TOKEN.`, { cause: error });
        }
    };
}
