#!/usr/bin/env bash
# Installs hullproof into a folder of the runner, away from the checkout: npm would read the .npmrc of a repository that it is started in.
set -euo pipefail

folder="$RUNNER_TEMP/hullproof"
mkdir -p "$folder"
cd "$folder"
# No package of hullproof has an install script; none of another's runs.
npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --no-save --loglevel=error -- "$HULLPROOF_PACKAGE"
