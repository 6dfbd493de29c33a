import type { Fault } from './fault.ts';
import type { Outputs } from './outputs.ts';

export const OUTPUT_FORMATS = ['json', 'dotenv', 'tfvars', 'shell', 'cloud-init'] as const;
export type OutputFormat = (typeof OUTPUT_FORMATS)[number];

/** cloud-init knows user data that is a script by this very type. */
export const MEDIA_TYPES: Readonly<Record<OutputFormat, string>> = {
  json: 'application/json',
  dotenv: 'text/x-dotenv',
  tfvars: 'text/x-tfvars',
  shell: 'application/x-sh',
  'cloud-init': 'text/x-shellscript',
};

type Variables = readonly (readonly [name: string, value: string])[];

/** Names as in tfvars; in the other formats they are in capitals behind `GROUNDWORK_`. */
const variablesOf = (outputs: Outputs, id: string): Variables => {
  const { buckets } = outputs;
  const table: readonly (readonly [name: string, value: string | undefined])[] = [
    ['environment', id],
    ['region', outputs.region],
    ['initial_bucket', buckets.initial?.name],
    ['initial_bucket_arn', buckets.initial?.arn],
    ['final_bucket', buckets.final?.name],
    ['final_bucket_arn', buckets.final?.arn],
    ['kms_key_id', outputs.kmsKeyId],
    ['kms_key_arn', outputs.kmsKeyArn],
    ['kms_key_alias', outputs.kmsKeyAlias],
    ['role_name', outputs.roleName],
    ['role_arn', outputs.roleArn],
    ['instance_profile_name', outputs.instanceProfileName],
    ['instance_profile_arn', outputs.instanceProfileArn],
  ];
  return table.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
};

const shellName = (name: string): string => `GROUNDWORK_${name.toUpperCase()}`;

/** Means only itself in every format, quoted or not: all that AWS allows in names and ARNs of these kinds. */
const SAFE = /^[A-Za-z0-9_+=,.@:/-]+$/;

/**
 * The outputs as text of the format. What the environment doesn't have, a key with AES256, is left out.
 *
 * @returns in `faults` each output that could break out of the format; JSON takes every one
 */
export function renderOutputs(
  format: OutputFormat,
  outputs: Outputs,
  id: string,
): { text: string } | { faults: Fault[] } {
  if (format === 'json') return { text: `${JSON.stringify(outputs, null, 2)}\n` };
  const variables = variablesOf(outputs, id);
  const faults = variables
    .filter(([, value]) => !SAFE.test(value))
    .map(([name]) => ({
      pointer: '/query/format',
      detail: `can't be ${format}: ${name} has a character that means something there. Use json`,
    }));
  return faults.length > 0 ? { faults } : { text: RENDERERS[format](variables) };
}

const RENDERERS: Readonly<Record<Exclude<OutputFormat, 'json'>, (variables: Variables) => string>> = {
  dotenv: (variables) => lines(variables.map(([name, value]) => `${shellName(name)}=${value}`)),
  tfvars(variables) {
    // `terraform fmt` aligns the signs.
    const longest = Math.max(...variables.map(([name]) => name.length));
    return lines(variables.map(([name, value]) => `${name.padEnd(longest)} = "${value}"`));
  },
  shell: (variables) => lines(exportsOf(variables)),
  'cloud-init': (variables) => `${USER_DATA_HEAD}${lines(exportsOf(variables))}${USER_DATA_TAIL}`,
};

const lines = (list: readonly string[]): string => list.map((line) => `${line}\n`).join('');

const exportsOf = (variables: Variables): string[] =>
  variables.map(([name, value]) => `export ${shellName(name)}='${value}'`);

/** The quoted marker keeps the shell's hands off everything up to the tail's. */
const USER_DATA_HEAD = `#!/bin/bash
# Every login shell gets the names of the environment, and \`upload\` and \`download\`.
set -eu
profile="\${GROUNDWORK_PROFILE_DIR:-/etc/profile.d}/groundwork.sh"
cat > "$profile" <<'GROUNDWORK'
`;

const USER_DATA_TAIL = `
# upload FILE [initial|final]: puts a file into a bucket, under its own name.
upload() {
  if [ "$#" -lt 1 ] || [ "$#" -gt 2 ]; then
    echo 'usage: upload FILE [initial|final]' >&2
    return 2
  fi
  if [ ! -f "$1" ]; then
    echo "upload: there is no file $1" >&2
    return 1
  fi
  _groundwork_bucket "\${2:-initial}" || return
  # A name that begins with a dash is no option.
  case "$1" in -*) set -- "./$1" ;; esac
  aws s3 cp --region "$GROUNDWORK_REGION" "$1" "s3://$_groundwork_bucket/\${1##*/}"
}

# download NAME [initial|final]: fetches a file from a bucket into the folder you are in.
download() {
  if [ "$#" -lt 1 ] || [ "$#" -gt 2 ] || [ -z "\${1##*/}" ]; then
    echo 'usage: download NAME [initial|final]' >&2
    return 2
  fi
  _groundwork_bucket "\${2:-final}" || return
  aws s3 cp --region "$GROUNDWORK_REGION" "s3://$_groundwork_bucket/$1" "./\${1##*/}"
}

_groundwork_bucket() {
  if ! command -v aws >/dev/null; then
    echo 'groundwork: the AWS CLI (aws) is not installed' >&2
    return 127
  fi
  case "$1" in
    initial) _groundwork_bucket=\${GROUNDWORK_INITIAL_BUCKET:-} ;;
    final) _groundwork_bucket=\${GROUNDWORK_FINAL_BUCKET:-} ;;
    *)
      echo "groundwork: there is no bucket $1, only initial and final" >&2
      return 2
      ;;
  esac
  if [ -z "$_groundwork_bucket" ]; then
    echo "groundwork: the environment had no $1 bucket when this was written" >&2
    return 1
  fi
}
GROUNDWORK
chmod 0644 "$profile"
. "$profile"
`;
