import type { OperationId } from './routes.ts';

/** Calls as one types them against `npm start`, by what tells them from one another. */
export type Samples = Readonly<Record<string, string>>;

const PR = 'localhost:3000/environments/pr-123';
/** One option a line: the page shows about sixty characters of each. */
const call = (...options: string[]): string => `curl ${options.join(' \\\n  ')}`;
const JSON_BODY = "-H 'content-type: application/json'";
const PATCH_BODY = "-H 'content-type: application/merge-patch+json'";
const WAIT = "-H 'prefer: wait=20'";
const SPEC = `-d '{"id":"pr-123","allowedCidrs":["203.0.113.7"]}'`;

/** What the reference shows of each operation. A test runs every one of them as it stands. */
export const SAMPLES: Readonly<Record<OperationId, Samples>> = {
  createEnvironment: {
    curl: call('-sS localhost:3000/environments', JSON_BODY, WAIT, SPEC),
    groundwork: 'groundwork create pr-123 --cidr 203.0.113.7',
    'curl: plan': call("-sS 'localhost:3000/environments?dryRun=true'", JSON_BODY, SPEC),
    'groundwork: plan': 'groundwork create pr-123 --cidr 203.0.113.7 --dry-run',
    'curl: all it can say': call(
      '-sS localhost:3000/environments',
      JSON_BODY,
      `-d '{
    "id": "pr-123",
    "region": "eu-west-1",
    "allowedCidrs": ["203.0.113.0/24", "2001:db8::/32"],
    "allowedVpcEndpoints": ["vpce-0a1b2c3d4e5f60718"],
    "encryption": { "algorithm": "aws:kms", "deletionWindowDays": 7 },
    "storage": { "versioning": true, "expireAfterDays": 30 },
    "role": { "trustedServices": ["ec2.amazonaws.com"] },
    "ttl": "72h",
    "tags": { "team": "files" }
  }'`,
    ),
    'groundwork: spec': `cat > spec.yaml <<'SPEC'
allowedCidrs: [203.0.113.0/24]
storage:
  expireAfterDays: 30
SPEC
groundwork create pr-123 --spec spec.yaml --ttl 72h --tag team=files`,
    'groundwork: or update': 'groundwork create pr-123 --or-update --cidr 203.0.113.7',
    'curl: only once': call(
      '-sS localhost:3000/environments',
      JSON_BODY,
      "-H 'idempotency-key: build-4711'",
      `-d '{"allowedCidrs":["203.0.113.7"]}'`,
    ),
  },
  listEnvironments: {
    curl: 'curl -sS "localhost:3000/environments?status=READY&limit=10"',
    groundwork: 'groundwork list',
    'curl: by tag': 'curl -sS "localhost:3000/environments?tag.team=files"',
    'curl: all pages': `list='localhost:3000/environments?limit=100'
next=
while page=$(curl -fsS "$list$next"); do
  jq -r '.items[].id' <<< "$page"
  next=$(jq -r '.nextPageToken // empty' <<< "$page")
  [ -n "$next" ] || break
  next="&pageToken=$next"
done`,
  },
  getEnvironment: {
    curl: `curl -sS ${PR}`,
    groundwork: 'groundwork get pr-123',
    'curl: wait': call(`-sS ${PR}`, WAIT),
    'curl: if it changed': [
      call(`-sS ${PR}`, '--etag-save pr-123.etag -o pr-123.json'),
      call(`-sS ${PR}`, '--etag-compare pr-123.etag -o changed.json'),
    ].join('\n'),
  },
  updateEnvironment: {
    curl: call(
      `-sS -X PATCH ${PR}`,
      PATCH_BODY,
      WAIT,
      `-d '{"allowedCidrs":["203.0.113.0/24"],"tags":{"team":"files"}}'`,
    ),
    groundwork: 'groundwork update pr-123 --cidr 203.0.113.0/24 --tag team=files',
    'curl: plan': call(
      `-sS -X PATCH '${PR}?dryRun=true'`,
      PATCH_BODY,
      `-d '{"storage":{"versioning":false}}'`,
    ),
    'groundwork: plan': 'groundwork update pr-123 --cidr 203.0.113.0/24 --dry-run',
    'curl: later end': call(`-sS -X PATCH ${PR}`, PATCH_BODY, `-d '{"ttl":"72h"}'`),
    'curl: If-Match': [
      call(`-sS ${PR}`, '--etag-save pr-123.etag -o pr-123.json'),
      call(
        `-sS -X PATCH ${PR}`,
        PATCH_BODY,
        '-H "if-match: $(cat pr-123.etag)"',
        `-d '{"deletionProtection":true}'`,
      ),
    ].join('\n'),
  },
  deleteEnvironment: {
    curl: call(`-sS -X DELETE '${PR}?force=true'`, WAIT),
    groundwork: 'groundwork delete pr-123 --force --yes',
    'curl: plan': call('-sS -X DELETE', `'${PR}?dryRun=true&force=true'`),
    'groundwork: in CI': 'groundwork delete pr-123 --if-exists --force --yes',
    'curl: retain': call(`-sS -X DELETE '${PR}?retain=true'`, WAIT),
  },
  getReady: {
    curl: call('-fsS --retry 60 --retry-max-time 1200', `${PR}/ready`),
    groundwork: 'groundwork wait pr-123',
  },
  getOutputs: {
    curl: `curl -fsS '${PR}/outputs?format=dotenv'`,
    groundwork: 'groundwork outputs pr-123 --format dotenv',
    'curl: JSON': `curl -fsS ${PR}/outputs`,
    'curl: GitHub Actions': call(`-fsS '${PR}/outputs?format=dotenv'`, '>> "$GITHUB_ENV"'),
    'curl: Terraform': call(`-fsS '${PR}/outputs?format=tfvars'`, '-o groundwork.auto.tfvars'),
    'curl: shell': `${call(`-fsS '${PR}/outputs?format=shell'`, '-o outputs.sh')}
. ./outputs.sh
echo "$GROUNDWORK_INITIAL_BUCKET"`,
    'curl: EC2 instance': call(`-fsS ${PR}/outputs`, "-H 'accept: text/x-shellscript'", '-o user-data.sh'),
  },
  getEvents: {
    curl: `curl -sS '${PR}/events?limit=20'`,
    groundwork: 'groundwork events pr-123',
    'curl: of a kind': call('-sS', `'${PR}/events?type=aws.call&limit=100'`),
  },
  getDrift: {
    curl: `curl -sS ${PR}/drift`,
    groundwork: 'groundwork drift pr-123',
    'groundwork: in CI': 'groundwork drift pr-123 --exit-code',
  },
  reconcileEnvironment: {
    curl: call(`-sS -X POST ${PR}/reconcile`, WAIT),
    groundwork: 'groundwork reconcile pr-123',
  },
  restoreEnvironment: {
    curl: call(`-sS -X POST ${PR}/restore`, WAIT),
    groundwork: 'groundwork restore pr-123',
  },
  getTerraform: {
    curl: call(`-fsS ${PR}/terraform`, '-o main.tf.json'),
    groundwork: 'groundwork terraform pr-123',
  },
  createImport: {
    curl: `jq '{id: "prod", state: .}' terraform.tfstate |
  ${call("-sS 'localhost:3000/imports?dryRun=true'", JSON_BODY, '-d @-')}`,
    groundwork: 'groundwork import terraform.tfstate --id prod --dry-run',
    'curl: do it': `jq '{id: "prod", state: .}' terraform.tfstate |
  ${call('-sS localhost:3000/imports', JSON_BODY, WAIT, '-d @-')}`,
  },
  getHealth: { curl: 'curl -sS localhost:3000/health' },
  getOpenapi: { curl: 'curl -sS localhost:3000/openapi.json' },
};
