import { describe, expect, it } from '@jest/globals';
import type { ApiEvent } from '../../../lib/api/http.ts';
import { nextPath, parseList } from '../../../lib/api/list-request.ts';
import { pageToken } from '../../../lib/api/pages.ts';
import { Problem } from '../../../lib/api/problem.ts';

const event = (query: Record<string, string> | null | undefined): ApiEvent =>
  ({ queryStringParameters: query }) as unknown as ApiEvent;
const parse = (query: Record<string, string>) => parseList(event(query), 't');
const token = pageToken({ scope: 't', after: 'pr-123' });

function pointersOf(query: Record<string, string>): string[] {
  try {
    parse(query);
  } catch (error) {
    if (error instanceof Problem) return (error.options.errors ?? []).map(({ pointer }) => pointer).sort();
    throw error;
  }
  return [];
}

describe('a list', () => {
  it.each([null, undefined])('without a query (%s) is the first 20, all tags and statuses', (query) => {
    expect(parseList(event(query), 't')).toEqual({ tenant: 't', limit: 20, tags: {} });
  });

  it.each<[Record<string, string>, object]>([
    [{ limit: '1' }, { limit: 1 }],
    [{ limit: '100' }, { limit: 100 }],
    [{ status: 'FAILED' }, { status: 'FAILED' }],
    [{ pageToken: token }, { after: 'pr-123' }],
    [{ 'tag.team': 'files', 'tag.a.b': 'x y' }, { tags: { team: 'files', 'a.b': 'x y' } }],
    [{ 'tag.team': '' }, { tags: { team: '' } }],
    [Object.fromEntries(Array.from({ length: 10 }, (_, n) => [`tag.t${n}`, ''])), { limit: 20 }],
  ])('of %j is read', (query, expected) => expect(parse(query)).toMatchObject(expected));
});

describe('a list is refused', () => {
  it.each<[Record<string, string>, string[]]>([
    [{ limit: '0' }, ['/query/limit']],
    [{ limit: '101' }, ['/query/limit']],
    [{ limit: '' }, ['/query/limit']],
    [{ limit: '0x10' }, ['/query/limit']],
    [{ limit: '1e1' }, ['/query/limit']],
    [{ limit: ' 5' }, ['/query/limit']],
    [{ limit: '1.5' }, ['/query/limit']],
    [{ limit: 'all' }, ['/query/limit']],
    [{ status: 'ready' }, ['/query/status']],
    [{ colour: 'blue' }, ['/query/colour']],
    [{ tag: 'team' }, ['/query/tag']],
    [{ 'tag.': 'x' }, ['/query/tag.']],
    [{ 'tag.a': 'one,two' }, ['/query/tag.a']],
    [{ [`tag.${'a'.repeat(129)}`]: '' }, [`/query/tag.${'a'.repeat(129)}`]],
    [Object.fromEntries(Array.from({ length: 11 }, (_, n) => [`tag.t${n}`, ''])), ['/query']],
    [{ pageToken: '' }, ['/query/pageToken']],
    [{ pageToken: pageToken({ scope: 'other', after: 'pr-123' }) }, ['/query/pageToken']],
    [
      { limit: '0', 'tag.a': ',', pageToken: 'x', colour: '' },
      ['/query/colour', '/query/limit', '/query/pageToken', '/query/tag.a'],
    ],
  ])('for %j', (query, pointers) => expect(pointersOf(query)).toEqual(pointers));
});

describe('the next page', () => {
  const query = { status: 'READY', 'tag.team': 'a+b c=ü', limit: '5' };
  const path = nextPath('/environments', event({ ...query, pageToken: 'old' }), token);

  it('keeps the filters and replaces the token', () => {
    const url = new URL(path, 'http://localhost');
    expect(url.pathname).toBe('/environments');
    const next = Object.fromEntries(url.searchParams);
    expect(next).toEqual({ ...query, pageToken: token });
    expect(parse(next).after).toBe('pr-123');
  });

  it('has its parameters in the order in which they are signed', () => {
    const names = path
      .replace(/^.*\?/, '')
      .split('&')
      .map((pair) => pair.replace(/=.*/, ''));
    expect(names).toEqual(['limit', 'pageToken', 'status', 'tag.team']);
  });

  it('has a space as %20 and a plus as %2B, as they are signed', () => {
    expect(path).toContain('tag.team=a%2Bb%20c%3D%C3%BC');
  });

  it('of a list without a query names the token alone', () => {
    expect(nextPath('/environments', event(undefined), token)).toBe(`/environments?pageToken=${token}`);
  });
});
