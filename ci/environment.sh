#!/usr/bin/env bash
# What action.yml runs. Creates an environment, or brings it up to date where it is there already; or deletes it.
# Keeps to what the bash 3.2 of a Mac knows, and needs nothing but Node 20 and dist/groundwork.mjs.
set -euo pipefail

id=$INPUT_ID
scratch=$(mktemp -d "${RUNNER_TEMP:-/tmp}/groundwork.XXXXXX")
trap 'rm -rf "$scratch"' EXIT

# Annotations are one line: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
escaped() {
  local text=$1
  text=${text//'%'/%25}
  text=${text//$'\r'/%0D}
  text=${text//$'\n'/%0A}
  printf '%s' "$text"
}

fail() { # TITLE MESSAGE CODE
  local title
  title=$(escaped "$1")
  title=${title//:/%3A}
  printf '::error title=%s::%s\n' "${title//,/%2C}" "$(escaped "$2")"
  exit "$3"
}

one_of() { # NAME VALUE CHOICE...
  local name=$1 value=$2 choice
  shift 2
  for choice in "$@"; do [ "$value" = "$choice" ] && return; done
  fail "groundwork: the input $name is wrong" "$name must be one of: $*; not '$value'." 2
}

command -v node > /dev/null ||
  fail 'groundwork: there is no Node' 'The runner needs Node 20 or later; actions/setup-node brings it.' 2
one_of command "$INPUT_COMMAND" create delete
one_of wait "$INPUT_WAIT" true false
one_of force "$INPUT_FORCE" true false
[[ $INPUT_TIMEOUT =~ ^[0-9]{1,6}[smh]$ ]] ||
  fail 'groundwork: the input timeout is wrong' "timeout must be like 90s, 20m or 1h; not '$INPUT_TIMEOUT'." 2
[ -n "$GROUNDWORK_URL" ] ||
  fail 'groundwork: the address is missing' 'Set the input url, or the variable GROUNDWORK_URL.' 2

# Nobody can have foreseen it.
mark=$(node -p 'crypto.randomUUID()')
groundwork() {
  NO_COLOR=1 node "$GITHUB_ACTION_PATH/dist/groundwork.mjs" ${INPUT_TENANT:+"--tenant=$INPUT_TENANT"} "$@"
}
field() { # NAME: of the JSON object on standard input
  node -p 'JSON.parse(require("fs").readFileSync(0, "utf8"))[process.argv[1]] ?? ""' "$1"
}

# Sends a request and keeps what it is answered.
ask() {
  failed=0
  groundwork "$1" --json --no-wait "${@:2}" > "$scratch/result.json" 2> "$scratch/said" || failed=$?
  return "$failed"
}

# Waits, if that is wanted, and shows each change as it comes. Nothing of that is a command to the runner.
until_it_is() { # ready or deleted
  [ "$INPUT_WAIT" = true ] || return 0
  echo "::stop-commands::$mark"
  groundwork wait "--for=$1" "--timeout=$INPUT_TIMEOUT" -- "$id" 2>&1 || failed=$?
  echo "::$mark::"
  groundwork get --json -- "$id" > "$scratch/result.json" 2> "$scratch/said" || true
  return "$failed"
}

# What is there by now, as status; empty: nothing is.
look() {
  local code=0
  status=
  groundwork get --json -- "$id" > "$scratch/environment.json" 2> "$scratch/said" || code=$?
  if [ "$code" -eq 0 ]; then
    status=$(field status < "$scratch/environment.json")
  elif [ "$code" -ne 4 ] || [ "$(field code < "$scratch/environment.json")" != not-found ]; then
    mv "$scratch/environment.json" "$scratch/result.json"
    failed=$code
    return "$code"
  fi
}

create() {
  local said=()
  if [ -f "$INPUT_SPEC" ]; then
    said=("--spec=$INPUT_SPEC")
  elif [ -n "$INPUT_SPEC" ]; then
    case $INPUT_SPEC in
      *:*) printf '%s\n' "$INPUT_SPEC" > "$scratch/spec.yaml" ;;
      *) fail 'groundwork: there is no such spec' "'$INPUT_SPEC' is neither a file in $PWD nor YAML or JSON." 2 ;;
    esac
    said=("--spec=$scratch/spec.yaml")
  fi
  [ -z "$INPUT_TTL" ] || said+=("--ttl=$INPUT_TTL")

  look || return
  # A pull request that is opened again meets the deletion of what it had.
  if [ "$status" = DELETING ]; then
    INPUT_WAIT=true until_it_is deleted || return
    status=DELETED
  fi
  case $status in
    '' | DELETED) echo "Creating environment $(escaped "$id")." ;;
    FAILED) echo "Environment $id is FAILED: it is tried again." ;;
    *) echo "Environment $id is $status: it is brought up to date." ;;
  esac
  case $status in
    '' | DELETED) ask create ${said[@]+"${said[@]}"} -- "$id" || return ;;
    *)
      # What has failed and is not changed by it answers that it has failed.
      [ ${#said[@]} -eq 0 ] || ask update "${said[@]}" -- "$id" || [ "$status/$failed" = FAILED/1 ] || return
      ;;
  esac
  # A job that is run again is to try again.
  if [ "$status" = FAILED ]; then ask reconcile -- "$id" || return; fi
  until_it_is ready
}

delete() {
  local how=(--yes)
  [ "$INPUT_FORCE" = false ] || how+=(--force)
  look || return
  case $status in
    '' | DELETED) echo "There is no environment $(escaped "$id"): nothing to delete." ;;
    *)
      echo "Deleting environment $id, which is $status."
      ask delete "${how[@]}" -- "$id" && until_it_is deleted
      ;;
  esac
}

output() { # NAME VALUE
  printf '%s<<%s\n%s\n%s\n' "$1" "$mark" "$2" "$mark" >> "$GITHUB_OUTPUT"
}

failed=0
"$INPUT_COMMAND" || true
if [ "$failed" -eq 0 ]; then look || true; fi
if [ "$failed" -ne 0 ]; then
  code=$failed
  reason=$(node "$GITHUB_ACTION_PATH/ci/reason.mjs" "$scratch/result.json" "$scratch/said")
  # Also of what failed, the job may want to know how far it came.
  look || true
  failed=$code
fi
if [ -n "$status" ]; then
  output id "$id"
  output status "$status"
  output json "$(cat "$scratch/environment.json")"
  printf '### Environment %s: %s\n\n' "$id" "$status" >> "$GITHUB_STEP_SUMMARY"
fi
case $failed in
  0) ;;
  3) fail "groundwork: $id was not done in $INPUT_TIMEOUT" "$reason It goes on by itself." 3 ;;
  *) fail "groundwork could not $INPUT_COMMAND $id" "$reason" "$failed" ;;
esac

if [ "$status/$INPUT_WAIT" = READY/true ]; then
  groundwork outputs --format=dotenv -- "$id" > "$scratch/outputs" 2> "$scratch/said" || failed=$?
  [ "$failed" -eq 0 ] || fail "groundwork could not tell the outputs of $id" "$(cat "$scratch/said")" "$failed"
  printf '| | |\n| --- | --- |\n' >> "$GITHUB_STEP_SUMMARY"
  while read -r line; do
    name=${line%%=*}
    value=${line#*=}
    # Nothing else of a job is for the API to set.
    [[ $name =~ ^GROUNDWORK_[A-Z_]+$ ]] || continue
    printf '%s=%s\n' "$name" "$value" >> "$GITHUB_ENV"
    name=$(tr 'A-Z_' 'a-z-' <<< "${name#GROUNDWORK_}")
    [ "$name" = environment ] || output "$name" "$value"
    printf '| %s | `%s` |\n' "$name" "$value" >> "$GITHUB_STEP_SUMMARY"
  done < "$scratch/outputs"
fi
