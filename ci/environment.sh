#!/usr/bin/env bash
# What action.yml runs: the command line with the inputs, and for the job what comes of it.
# Keeps to what the bash 3.2 of a Mac knows, and needs nothing but Node and dist/groundwork.mjs.
set -euo pipefail

id=$INPUT_ID
scratch=$(mktemp -d "${RUNNER_TEMP:-/tmp}/groundwork.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# Annotations are one line: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
escaped() {
  local text=${1//'%'/%25}
  text=${text//$'\r'/%0D}
  printf '%s' "${text//$'\n'/%0A}"
}
fail() { # TITLE MESSAGE CODE
  printf '::error title=%s::%s\n' "${1//:/%3A}" "$(escaped "$2")"
  exit "$3"
}
wrong() { fail "groundwork: the input $1 is wrong" "$2" 2; } # INPUT MESSAGE
output() { printf '%s<<%s\n%s\n%s\n' "$1" "$mark" "$2" "$mark" >> "$GITHUB_OUTPUT"; } # NAME VALUE
groundwork() {
  NO_COLOR=1 node "$GITHUB_ACTION_PATH/dist/groundwork.mjs" ${INPUT_TENANT:+"--tenant=$INPUT_TENANT"} "$@"
}

command -v node > /dev/null ||
  fail 'groundwork: there is no Node' 'The runner needs Node 20.3 or later; actions/setup-node brings it.' 2
# GitHub lets a required input be empty. Of what can't be an id a deletion would find nothing, and end well.
(LC_ALL=C && [[ $id =~ ^[a-z][a-z0-9-]{1,30}[a-z0-9]$ ]]) || wrong id \
  "id must be 3 to 32 of a-z, 0-9 and -, begin with a letter, and not end with -; not '$id'."
[ -n "$GROUNDWORK_URL" ] || wrong url 'Set url, or the variable GROUNDWORK_URL.'
how=("--timeout=$INPUT_TIMEOUT")
case $INPUT_WAIT in
  true) ;;
  false) how+=(--no-wait) ;;
  *) wrong wait "wait must be true or false; not '$INPUT_WAIT'." ;;
esac
case $INPUT_COMMAND/$INPUT_FORCE in
  create/true | create/false) how+=(--or-update) ;;
  delete/true) how+=(--if-exists --yes --force) ;;
  delete/false) how+=(--if-exists --yes) ;;
  */true | */false) wrong command "command must be create or delete; not '$INPUT_COMMAND'." ;;
  *) wrong force "force must be true or false; not '$INPUT_FORCE'." ;;
esac
if [ "$INPUT_COMMAND" = create ]; then
  if [ -f "$INPUT_SPEC" ]; then
    how+=("--spec=$INPUT_SPEC")
  elif [ -n "$INPUT_SPEC" ]; then
    [[ $INPUT_SPEC == *[:{]* ]] || wrong spec "'$INPUT_SPEC' is neither a file in $PWD nor YAML or JSON."
    how+=(--spec=-)
  fi
  how+=(${INPUT_TTL:+"--ttl=$INPUT_TTL"})
fi

# The log shows how it goes on. Nothing of that is a command to the runner; nobody can have foreseen the mark.
mark=$(node -p 'crypto.randomUUID()')
code=0
echo "::stop-commands::$mark"
groundwork "$INPUT_COMMAND" "${how[@]}" -- "$id" <<< "$INPUT_SPEC" 2>&1 | tee "$scratch/said" || code=$?
echo "::$mark::"

# Also of what failed, the job may want to know how far it came.
if groundwork get --json -- "$id" > "$scratch/environment.json" 2> /dev/null; then
  status=$(node -p 'JSON.parse(fs.readFileSync(0, "utf8")).status' < "$scratch/environment.json")
  output id "$id"
  output status "$status"
  output json "$(cat "$scratch/environment.json")"
  printf '### Environment %s: %s\n\n' "$id" "$status" >> "$GITHUB_STEP_SUMMARY"
elif [ "$code/$INPUT_COMMAND" = 0/create ]; then
  fail "groundwork could not tell how $id is" "$(cat "$scratch/environment.json")" 1
fi

# The command line says at the end why, from its mark on.
reason=$(sed -nE '/^✖ /,$ { s/^✖ //; s|^( +)stdin \(/|\1spec (/|; p; }' "$scratch/said")
reason=${reason/#stdin/The input spec}
if [ "$code" = 5 ] && [ -z "$GROUNDWORK_AUTH" ] && [ -n "${AWS_ACCESS_KEY_ID:-}" ]; then
  reason+=$'\n'"→ With AWS credentials a job signs with them; the input auth: token sends its own token instead."
fi
case $code in
  0) [ "$INPUT_COMMAND/$INPUT_WAIT" = create/true ] || exit 0 ;;
  3) fail "groundwork: $id was not done in $INPUT_TIMEOUT" "$reason" 3 ;;
  *) fail "groundwork could not $INPUT_COMMAND $id" "${reason:-$(tail -n 20 "$scratch/said")}" "$code" ;;
esac

groundwork outputs --format=dotenv -- "$id" > "$scratch/outputs" 2> "$scratch/said" ||
  fail "groundwork could not tell the outputs of $id" "$(cat "$scratch/said")" 1
printf '| | |\n| --- | --- |\n' >> "$GITHUB_STEP_SUMMARY"
# Nothing is told of a key that is not there; another environment of the same job may have one.
printf 'GROUNDWORK_KMS_KEY_%s=\n' ID ARN ALIAS >> "$GITHUB_ENV"
while read -r line; do
  name=${line%%=*} value=${line#*=}
  # Nothing else of a job is for the API to set.
  [[ $name =~ ^GROUNDWORK_[A-Z_]+$ ]] || continue
  printf '%s\n' "$line" >> "$GITHUB_ENV"
  name=$(tr 'A-Z_' 'a-z-' <<< "${name#GROUNDWORK_}")
  [ "$name" = environment ] || output "$name" "$value"
  printf '| %s | `%s` |\n' "$name" "$value" >> "$GITHUB_STEP_SUMMARY"
done < "$scratch/outputs"
