import { basename } from "node:path";

const lockFiles: ReadonlySet<string> = new Set(
  (
    "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock composer.lock Cargo.lock poetry.lock uv.lock pdm.lock Pipfile.lock " +
    "Gemfile.lock go.sum go.work.sum mix.lock pubspec.lock flake.lock packages.lock.json gradle.lockfile .terraform.lock.hcl Podfile.lock"
  ).split(" "),
);

/** Names of patterns of files, and of versions of packages: nothing in them is run. */
export function holdsNoCommands(path: string): boolean {
  const name = basename(path);
  return lockFiles.has(name) || /^\.(?:git|npm|eslint|prettier)ignore$|\.?dockerignore$|^\.gitattributes$/.test(name);
}
