import { CredentialsError } from './errors.js';
import { repeating } from './repeat.js';
/** Milliseconds before its end at which a token is not used any more. */
const MARGIN = 60_000;
/**
 * The identity token of the CI job: `GROUNDWORK_TOKEN` where it is given, as GitLab's `id_tokens` do, or else one that is
 * asked for at GitHub Actions, anew whenever the last is about to end. Its audience is `GROUNDWORK_AUDIENCE`, or
 * groundwork.
 *
 * @returns what throws CredentialsError when there is no token to be had
 */
export function jobToken(env) {
    const { GROUNDWORK_TOKEN: given } = env;
    if (given)
        return async () => sendable(given, 'GROUNDWORK_TOKEN');
    let last;
    let asking;
    return async () => {
        if (last !== undefined && endOf(last) - Date.now() >= MARGIN)
            return last;
        // All who want one meanwhile share it.
        asking ??= askGitHub(env).finally(() => {
            asking = undefined;
        });
        last = await asking;
        return last;
    };
}
const ask = repeating(fetch, () => 'GitHub Actions');
/** https://docs.github.com/actions/security-for-github-actions/security-hardening-your-deployments/about-security-hardening-with-openid-connect */
async function askGitHub(env) {
    const { ACTIONS_ID_TOKEN_REQUEST_URL: address, ACTIONS_ID_TOKEN_REQUEST_TOKEN: secret } = env;
    if (!address || !secret) {
        throw new CredentialsError('There is no token: set GROUNDWORK_TOKEN; in GitHub Actions give the job `permissions: id-token: write`.');
    }
    if (!URL.canParse(address))
        throw new CredentialsError('ACTIONS_ID_TOKEN_REQUEST_URL is no address.');
    const bearer = sendable(secret, 'ACTIONS_ID_TOKEN_REQUEST_TOKEN');
    const url = new URL(address);
    url.searchParams.set('audience', env.GROUNDWORK_AUDIENCE || 'groundwork');
    let answer;
    try {
        answer = await ask(new Request(url, { headers: { authorization: `bearer ${bearer}` } }));
    }
    catch (error) {
        throw new CredentialsError(`The job's token is not to be had: ${error.message}`, {
            cause: error,
        });
    }
    const value = answer.ok ? valueIn(await answer.text()) : undefined;
    if (value)
        return sendable(value, "The job's token");
    throw new CredentialsError(`GitHub Actions answered ${answer.status} when asked for the job's token.`);
}
function valueIn(text) {
    try {
        const { value } = JSON.parse(text);
        return typeof value === 'string' ? value : undefined;
    }
    catch {
        return undefined;
    }
}
/**
 * What a header can carry; fetch would tell the whole world what it can't.
 *
 * @throws CredentialsError without the secret
 */
export function sendable(secret, name) {
    const text = secret.trim();
    if (/^[ -~]+$/.test(text))
        return text;
    throw new CredentialsError(`${name} has line breaks or other characters in it that none has. Copy it again.`);
}
/** When the token ends, in milliseconds; of what can't be read, now. */
function endOf(token) {
    try {
        const { exp } = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
        return Number(exp) * 1000 || 0;
    }
    catch {
        return 0;
    }
}
