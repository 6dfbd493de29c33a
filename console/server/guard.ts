import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may use the server. It signs with its user's credentials, and answers on an address that every web page in that
 * user's browser, and everybody else on the machine, can send requests to.
 */
export interface Guard {
  /** Of the page, with the key where one is asked for. */
  address: string;
  /** Whether a request names this server as one that it was meant for: a page's own name may lead here as well. */
  isMeant(request: IncomingMessage): boolean;
  /** Whether it comes from the console's own page, or from no page at all. */
  isOwn(request: IncomingMessage): boolean;
  /** Whether it shows the key, as the cookie that was given for it. */
  isKnown(request: IncomingMessage): boolean;
  /** The cookie for a key in the address; undefined: it is not the key. */
  cookieFor(key: string): string | undefined;
}

/** Of random bytes: nobody guesses it. */
const KEY_LENGTH = 24;

/** @param asksForKey false where the API itself takes anybody: a key before it would keep nobody out */
export function guardFor({ port, asksForKey }: { port: number; asksForKey: boolean }): Guard {
  const key = randomBytes(KEY_LENGTH).toString('base64url');
  const hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  // Cookies are one for all ports of a host: two consoles side by side have one each.
  const name = `groundwork-console-${port}`;
  const isKey = (text: string | undefined): boolean => text !== undefined && isSame(text, key);
  return {
    // The address in figures: whoever listens on the other family's `localhost` must not get the key.
    address: `http://127.0.0.1:${port}/${asksForKey ? `?key=${key}` : ''}`,
    isMeant: ({ headers }) => hosts.has(headers.host ?? ''),
    isOwn: ({ headers, method = '' }) => {
      const { host, origin, 'sec-fetch-site': site } = headers;
      if (origin !== undefined && origin !== `http://${host}`) return false;
      return site === undefined || site === 'same-origin' || (site === 'none' && method === 'GET');
    },
    isKnown: ({ headers }) => !asksForKey || isKey(cookieNamed(name, headers.cookie)),
    cookieFor: (text) => (isKey(text) ? `${name}=${key}; HttpOnly; SameSite=Strict; Path=/` : undefined),
  };
}

function cookieNamed(name: string, header = ''): string | undefined {
  const pairs = header.split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** In a time that does not tell how much of it is right. */
const isSame = (one: string, other: string): boolean => timingSafeEqual(digest(one), digest(other));

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
