#!/usr/bin/env bash
# Runs `hullproof check` with the inputs of action.yml, which come by the environment.
set -euo pipefail

# A line of GITHUB_OUTPUT is NAME=VALUE: a value of two lines would be another output.
for value in "$HULLPROOF_SARIF" "$HULLPROOF_JSON"; do
  if [[ -z "$value" || "$value" == *[$'\n\r']* ]]; then
    echo "hullproof: sarif and json name one file each" >&2
    exit 2
  fi
done

arguments=(check --format github --fail-on "$HULLPROOF_FAIL_ON")
arguments+=(--output "sarif=$HULLPROOF_SARIF" --output "json=$HULLPROOF_JSON")
if [[ -n "$HULLPROOF_CONFIG" ]]; then arguments+=(--config "$HULLPROOF_CONFIG"); fi
if [[ -n "$HULLPROOF_BASELINE" ]]; then arguments+=(--baseline "$HULLPROOF_BASELINE"); fi
if [[ "$HULLPROOF_INLINE_IGNORES" != true ]]; then arguments+=(--no-inline-ignores); fi
if [[ "$HULLPROOF_SUMMARY" == true ]]; then arguments+=(--output "markdown=$GITHUB_STEP_SUMMARY"); fi
while IFS= read -r rule; do
  if [[ -n "$rule" ]]; then arguments+=(--enforce "$rule"); fi
done <<<"$HULLPROOF_ENFORCE"
# Behind this no target is taken for a flag.
arguments+=(--)
while IFS= read -r target; do
  if [[ -n "$target" ]]; then arguments+=("$target"); fi
done <<<"$HULLPROOF_TARGETS"

status=0
"$RUNNER_TEMP/hullproof/node_modules/.bin/hullproof" "${arguments[@]}" || status=$?

findings=""
if [[ -f "$HULLPROOF_JSON" ]]; then
  findings=$(node -p 'JSON.parse(require("node:fs").readFileSync(process.argv[1], "utf8")).findings.length' -- "$HULLPROOF_JSON")
fi
{
  echo "exit-code=$status"
  echo "findings=$findings"
  echo "sarif=$HULLPROOF_SARIF"
  echo "json=$HULLPROOF_JSON"
} >>"$GITHUB_OUTPUT"
exit "$status"
