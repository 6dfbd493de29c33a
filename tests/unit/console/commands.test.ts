import { describe, expect, it } from '@jest/globals';
import { command, createCommand, curlFor, quoted } from '../../../console/page/commands.ts';
import { bash } from '../../support/shell.ts';

const LOCAL = { url: 'http://127.0.0.1:3000', way: 'none' } as const;

describe('quoted', () => {
  it.each(['plain', '', "it's", '$(touch x) `y` "z"', 'a\nb', '!?*{}~#&;|<>'])(
    'is read by a shell as it was: %j',
    async (word) => {
      expect((await bash(`printf %s ${quoted(word)}`)).out).toBe(word);
    },
  );
});

describe('curlFor', () => {
  it('names the method only where curl would choose another', () => {
    expect(curlFor(LOCAL, { path: '/environments' })).toBe('curl -sS http://127.0.0.1:3000/environments');
    expect(curlFor(LOCAL, { path: '/environments', method: 'POST', body: {} })).not.toContain('-X');
    expect(curlFor(LOCAL, { path: '/environments/a?force=true', method: 'DELETE', wait: 20 })).toBe(
      "curl -sS -X DELETE 'http://127.0.0.1:3000/environments/a?force=true' \\\n  -H 'prefer: wait=20'",
    );
  });

  it('says who asks as the deployment wants it', () => {
    const url = 'https://a.execute-api.eu-west-1.amazonaws.com';
    const signed = curlFor({ url, way: 'iam', region: 'eu-west-1' }, { path: '/environments' });
    expect(signed).toContain('--aws-sigv4 "aws:amz:eu-west-1:execute-api"');
    expect(signed).toContain('-H "x-amz-security-token: $AWS_SESSION_TOKEN"');
    expect(curlFor({ url, way: 'token' }, { path: '/environments' })).toContain(
      '-H "authorization: Bearer $GROUNDWORK_TOKEN"',
    );
  });
});

describe('createCommand', () => {
  it('has an option for each field that has one, and a file for the rest', () => {
    expect(
      createCommand(LOCAL, {
        id: 'pr-1',
        allowedCidrs: ['203.0.113.7', '198.51.100.0/24'],
        ttl: '72h',
        tags: { team: 'blue green' },
        deletionProtection: true,
        encryption: { algorithm: 'aws:kms', deletionWindowDays: 7 },
      }),
    ).toBe(
      `GROUNDWORK_URL=http://127.0.0.1:3000 groundwork create pr-1 --cidr 203.0.113.7 --cidr 198.51.100.0/24 --algorithm aws:kms --ttl 72h --tag 'team=blue green' --protect --spec - <<'EOF'
{
  "encryption": {
    "deletionWindowDays": 7
  }
}
EOF`,
    );
  });

  it.each(['a=b', ''])(
    'has the tags in the file where a key can not stand before an equals sign: %j',
    async (key) => {
      const tags = { [key]: 'c=d', team: 'blue' };
      const line = createCommand(LOCAL, { id: 'pr-1', tags });
      expect(line).not.toContain('--tag');
      const { out } = await bash(`groundwork() { cat; }\n${line}`);
      expect(JSON.parse(out)).toEqual({ tags });
    },
  );

  it('is short where all is as by default', () => {
    expect(createCommand(LOCAL, {})).toBe('GROUNDWORK_URL=http://127.0.0.1:3000 groundwork create');
  });
});

describe('a change', () => {
  const patch = { tags: { team: "it's", owner: null }, ttl: '72h' };

  it('is sent for what was seen only', () => {
    expect(
      curlFor(LOCAL, { method: 'PATCH', path: '/environments/pr-1', body: patch, ifMatch: '"abc-1"' }),
    ).toBe(
      `curl -sS -X PATCH http://127.0.0.1:3000/environments/pr-1 \\
  -H 'content-type: application/json' \\
  -H 'if-match: "abc-1"' \\
  -d ${quoted(JSON.stringify(patch))}`,
    );
  });

  it('goes into the command line as a file, in which null takes away', async () => {
    const line = command(LOCAL, ['update', 'pr-1', '--if-match', '"abc-1"'], patch);
    const { out } = await bash(`groundwork() { cat; }\n${line}`);
    expect(JSON.parse(out)).toEqual(patch);
    expect(line).toContain(`groundwork update pr-1 --if-match '"abc-1"' --spec - <<'EOF'`);
  });
});

describe("another tenant's environments", () => {
  const theirs = { ...LOCAL, tenant: 'team a' };

  it('are meant by every command', async () => {
    const curl = curlFor(theirs, { path: '/environments' });
    expect((await bash(`curl() { printf '%s\\n' "$@"; }\n${curl}`)).out).toContain(
      'groundwork-tenant: team a\n',
    );
    const lines = [
      createCommand(theirs, { id: 'pr-1' }),
      createCommand(theirs, { role: { name: 'x' } }),
      command(theirs, ['update', 'pr-1'], { ttl: '72h' }),
      command(theirs, ['delete', 'pr-1']),
    ];
    for (const line of lines) {
      const { out } = await bash(`groundwork() { printf '%s\\n' "$@"; }\n${line}`);
      expect(out).toContain('--tenant\nteam a\n');
    }
  });
});
