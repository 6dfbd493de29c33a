/**
 * Stands in for API Gateway's authorizers, which serverless-offline has none of that verify anything: it asks this for
 * each route. What is refused is refused as API Gateway does it, before any function runs.
 */
import { type Verify, verifierFor } from './verifiers.ts';

/** What is used of hapi. */
interface Request {
  method: string;
  payload?: Buffer | string | null;
  raw: { req: { url: string; headers: Record<string, string | undefined>; rawHeaders: string[] } };
}

interface Toolkit {
  readonly continue: symbol;
  authenticated(by: { credentials: object }): symbol;
  response(body: object): Response;
}

interface Response {
  code(status: number): Response;
  header(name: string, value: string): Response;
  takeover(): Response;
}

/** serverless-offline makes of it what functions find in `requestContext.authorizer`. No client may set it. */
const AUTHORIZER = 'sls-offline-authorizer-override';

const verify: Verify = verifierFor(process.env);

const OWN_HOST = /^(localhost|127\.0\.0\.1)(:\d+)?$/;

/**
 * Whether a web page asks: none may use what runs here without asking who calls. Browsers say so; a page that has its own
 * name lead to this machine gives that name.
 */
const isOfPage = ({
  host = '',
  origin,
  'sec-fetch-site': site = 'none',
}: Request['raw']['req']['headers']): boolean =>
  origin !== undefined || site !== 'none' || !OWN_HOST.test(host);

/** Where the console runs beside the API, paths lead there that people type. */
const CONSOLE = process.env.CONSOLE_ADDRESS;
const LEADS_TO_CONSOLE: Readonly<Record<string, string>> = { '/console': '/', '/docs': '/docs' };

const placeAtConsole = ({ method, raw }: Request): string | undefined => {
  const path = LEADS_TO_CONSOLE[raw.req.url.replace(/\?.*$/, '')];
  return CONSOLE && path && method === 'get' ? CONSOLE + path : undefined;
};

/** A signature covers the body. hapi reads it after it asks who calls, and of these methods never. */
const hasBody = ({ method }: Request): boolean => !['get', 'head'].includes(method);

/** @param endpoint of serverless.yml; one without an authorizer is open */
const provider = (endpoint: { authorizer?: unknown }, functionKey: string, method: string, path: string) => {
  const name = `${functionKey} ${method} ${path}`;
  const isOpen = !endpoint.authorizer;

  const judge = async (request: Request, h: Toolkit, granted: () => symbol): Promise<symbol | Response> => {
    const { headers, rawHeaders, url } = request.raw.req;
    if (isOfPage(headers)) return h.response({ message: 'Forbidden' }).code(403).takeover();
    const place = placeAtConsole(request);
    if (place) return h.response({}).code(302).header('location', place).takeover();
    const body = Buffer.from(request.payload ?? '');
    const verdict = isOpen
      ? { authorizer: {} }
      : await verify({ method: request.method.toUpperCase(), url, headers, body });
    if ('authorizer' in verdict) {
      rawHeaders.push(AUTHORIZER, JSON.stringify(verdict.authorizer));
      return granted();
    }
    const refused = h.response({ message: verdict.message }).code(verdict.status);
    return (verdict.challenge ? refused.header('www-authenticate', verdict.challenge) : refused).takeover();
  };

  return {
    name,
    scheme: name,
    getAuthenticateFunction: () => ({
      options: { payload: true },
      async authenticate(request: Request, h: Toolkit) {
        const { rawHeaders } = request.raw.req;
        for (let at = rawHeaders.length - 2; at >= 0; at -= 2) {
          if (rawHeaders[at]?.toLowerCase() === AUTHORIZER) rawHeaders.splice(at, 2);
        }
        const granted = () => h.authenticated({ credentials: {} });
        return hasBody(request) ? granted() : judge(request, h, granted);
      },
      payload: (request: Request, h: Toolkit) =>
        hasBody(request) ? judge(request, h, () => h.continue) : h.continue,
    }),
  };
};

// As a CommonJS module would: serverless-offline takes what `require` gives for the function.
export { provider as 'module.exports' };
