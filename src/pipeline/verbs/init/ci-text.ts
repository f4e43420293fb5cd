import type { CiSystem } from "./detect.ts";

/** Pinned by commit, since a tag can be moved. Renovate and Dependabot update the commit and its comment. */
const checkout = "actions/checkout@3d3c42e5aac5ba805825da76410c181273ba90b1 # v7.0.1";
const setupNode = "actions/setup-node@820762786026740c76f36085b0efc47a31fe5020 # v7.0.0";

export interface CiFile {
  readonly path: string;
  readonly text: string;
  /** Remaining manual steps. */
  readonly next?: string;
}

/**
 * Requires the package in one variable without default, a version or a tarball with its sha512 behind a `#`, and verifies it before installing: otherwise
 * the first to publish the name could run code.
 */
function installLines(directory: string, indent: string): string {
  return [
    `cd "${directory}"`,
    ': "${HULLPROOF_PACKAGE:?set it to VERSION#sha512-DIGEST or TARBALL#sha512-DIGEST}"',
    'package="${HULLPROOF_PACKAGE%%#*}"',
    'case "$package" in [0-9]*) package="hullproof@$package" ;; esac',
    'file=$(npm pack --ignore-scripts --silent -- "$package")',
    `digest=$(node -p 'require("node:crypto").hash("sha512", require("node:fs").readFileSync(process.argv[1]), "base64")' "$file")`,
    '[ "sha512-$digest" = "${HULLPROOF_PACKAGE#*#}" ] || { echo "hullproof: the digest of $package is sha512-$digest" >&2; exit 2; }',
    `npm install --prefix "${directory}/hullproof" --ignore-scripts --no-audit --no-fund --no-save -- "./$file"`,
  ]
    .map((line) => `${indent}${line}\n`)
    .join("");
}

/** A job that runs `check`, with `baseline` for findings outside that file; `hasOwn`: a `.gitlab-ci.yml` exists, which is never edited. */
export function ciFile(system: CiSystem, hasOwn: boolean, baseline?: string): CiFile {
  const check = baseline === undefined ? "check" : `check --baseline ${baseline}`;
  if (system === "github") return { path: ".github/workflows/hullproof.yml", text: githubText(check) };
  const text = gitlabText(check);
  if (!hasOwn) return { path: ".gitlab-ci.yml", text };
  return {
    path: ".gitlab/hullproof.yml",
    text,
    next: "Add to .gitlab-ci.yml:  include: [{ local: .gitlab/hullproof.yml }]",
  };
}

function githubText(check: string): string {
  return `name: hullproof
on:
  push:
    branches: [main]
  pull_request:
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: ${checkout}
        with:
          persist-credentials: false
      - uses: ${setupNode}
        with:
          node-version: 24
      # Away from the checkout, whose .npmrc npm would read. A variable of the repository names version or tarball, with its checksum.
      - env:
          HULLPROOF_PACKAGE: \${{ vars.HULLPROOF_PACKAGE }}
        run: |
${installLines("$RUNNER_TEMP", " ".repeat(10))}          echo "$RUNNER_TEMP/hullproof/node_modules/.bin" >>"$GITHUB_PATH"
      # Annotations, a summary of the job, and a log for code scanning (docs/guide/ci.md shows how to upload it).
      - run: hullproof ${check} --format github --output "markdown=$GITHUB_STEP_SUMMARY" --output sarif=hullproof.sarif .
`;
}

function gitlabText(check: string): string {
  return `hullproof:
  image: node:24
  script:
    # Away from the checkout, whose .npmrc npm would read. A CI/CD variable names version or tarball, with its checksum.
    - |
      (
        set -e
${installLines("/tmp", " ".repeat(8))}      )
    - /tmp/hullproof/node_modules/.bin/hullproof ${check} --output codequality=gl-code-quality-report.json --mode 0644 .
  artifacts:
    # The report is wanted most when something was found.
    when: always
    reports:
      codequality: gl-code-quality-report.json
`;
}
