#!/usr/bin/env bash
# Installs hullproof into a folder of the runner, away from the checkout: npm would read the .npmrc of a repository that it is started in.
set -euo pipefail

folder="$RUNNER_TEMP/hullproof"
mkdir -p "$folder"
cd "$folder"
# A name says nothing of who published it: the checksum decides, before anything is installed.
: "${HULLPROOF_PACKAGE:?set it to VERSION#sha512-DIGEST or TARBALL#sha512-DIGEST}"
package="${HULLPROOF_PACKAGE%%#*}"
case "$package" in [0-9]*) package="hullproof@$package" ;; esac
file=$(npm pack --ignore-scripts --silent -- "$package")
digest=$(node -p 'require("node:crypto").hash("sha512", require("node:fs").readFileSync(process.argv[1]), "base64")' "$file")
[ "sha512-$digest" = "${HULLPROOF_PACKAGE#*#}" ] || { echo "hullproof: the digest of $package is sha512-$digest" >&2; exit 2; }
# No package of hullproof has an install script; none of another's runs.
npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --no-save --loglevel=error -- "./$file"
