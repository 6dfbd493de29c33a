/**
 * Answers that are not in the form that the API's contract promises, brought into it: API Gateway's own, those of a proxy
 * or of something else that listens there. Every error that the client gives is a problem then, and what it gives as a
 * success is one.
 */
export async function inForm(request, answer) {
    if (answer.status === 304)
        return answer;
    const text = await answer.clone().text();
    if (answer.ok ? isOfGroundwork(request, answer, text) : isProblem(answer, text))
        return answer;
    const problem = problemOf(request, answer, text);
    // What is told as a success and is none becomes a failure.
    const status = answer.status >= 400 ? answer.status : 502;
    return new Response(JSON.stringify({ ...problem, status }), {
        status,
        headers: { 'content-type': 'application/problem+json' },
    });
}
const typeOf = ({ headers }) => headers.get('content-type') ?? '';
const isProblem = (answer, text) => {
    const { code, title } = objectIn(text) ?? {};
    return typeOf(answer).includes('problem+json') && typeof code === 'string' && typeof title === 'string';
};
/** Of outputs that are no JSON. */
const FORMATS = /x-(dotenv|tfvars|sh|shellscript)\b/;
/** What there is in the JSON of each part of an environment. */
const PARTS = {
    drift: ['differences', 'unclear'],
    events: ['items'],
    outputs: ['buckets'],
    terraform: [],
};
/** The least that tells it from what others answer. */
function isOfGroundwork({ method, url }, answer, text) {
    const [, route, id, part = ''] = /\/(environments|imports)(?:\/([^/]+)(?:\/([a-z]+))?)?$/.exec(new URL(url).pathname) ?? [];
    if (part === 'outputs' && FORMATS.test(typeOf(answer)))
        return true;
    const isList = method === 'GET' && !id;
    const fields = route ? (PARTS[part] ?? (isList ? ['items'] : ['id', 'resources'])) : [];
    const object = objectIn(text);
    return object !== undefined && fields.every((field) => field in object);
}
/** What to do where it is not known who asks. */
export const CREDENTIALS = 'Say who asks: set GROUNDWORK_TOKEN, or have AWS credentials that may execute-api:Invoke; GROUNDWORK_AUTH=token or iam chooses. docs/callers.md has both.';
const MADE = {
    401: { code: 'unauthenticated', title: 'It is not known who asks', nextAction: CREDENTIALS },
    403: { code: 'forbidden', title: 'This is not yours to do', nextAction: CREDENTIALS },
    413: { code: 'body-too-large', title: 'The body is too large' },
    429: { code: 'rate-limited', title: 'There were too many requests', nextAction: 'Try again in a minute.' },
    503: { code: 'unavailable', title: 'Not available for a moment', nextAction: 'Try again in a minute.' },
};
const STRANGE = {
    code: 'internal',
    title: 'This is not an answer of groundwork',
    nextAction: 'See that the address is that of a groundwork deployment, and what stands before it.',
};
function problemOf(request, answer, text) {
    const { status, headers } = answer;
    const { origin, pathname } = new URL(request.url);
    const isGateways = typeOf(answer).includes('json');
    const { code, title, nextAction } = (isGateways && MADE[status]) || STRANGE;
    const moved = headers.get('location');
    const detail = moved && status < 400 ? `${origin} says that it moved to ${moved}.` : saidBy(answer, text, origin);
    return {
        type: `urn:groundwork:problem:${code}`,
        title,
        status,
        detail,
        instance: pathname,
        code,
        requestId: headers.get('apigw-requestid') ?? headers.get('x-request-id') ?? '',
        retryable: status === 429 || status >= 500,
        ...(nextAction && { nextAction }),
    };
}
/** The words of a `{"message":"…"}` or of a page's title. */
function saidBy({ status, headers }, text, origin) {
    const [, reason] = /error_description="([^"]*)"/.exec(headers.get('www-authenticate') ?? '') ?? [];
    const words = [messageOf(text) ?? titleOf(text), reason].filter(Boolean).join(': ');
    const type = headers.get('content-type')?.replace(/;.*/, '') ?? 'no content type';
    return words ? `${origin} answered ${status}: ${words}` : `${origin} answered ${status} (${type}).`;
}
function messageOf(text) {
    const { message, Message } = objectIn(text) ?? {};
    const found = message ?? Message;
    return typeof found === 'string' ? found : undefined;
}
function objectIn(text) {
    try {
        const value = JSON.parse(text);
        return typeof value === 'object' && value !== null ? value : undefined;
    }
    catch {
        return undefined;
    }
}
const LONGEST_TITLE = 200;
const titleOf = (text) => /<title[^>]*>([^<]*)<\/title>/i.exec(text)?.[1]?.replace(/\s+/g, ' ').trim().slice(0, LONGEST_TITLE);
