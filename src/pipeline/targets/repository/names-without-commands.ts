import { basename } from "node:path";
import { isDocumentName, isPlainName, isYamlName } from "../search/names.ts";

const lockFiles: ReadonlySet<string> = new Set(
  (
    "package-lock.json npm-shrinkwrap.json yarn.lock pnpm-lock.yaml bun.lock composer.lock Cargo.lock poetry.lock uv.lock pdm.lock Pipfile.lock " +
    "Gemfile.lock go.sum go.work.sum mix.lock pubspec.lock flake.lock packages.lock.json gradle.lockfile .terraform.lock.hcl Podfile.lock"
  ).split(" "),
);

/** Data and pictures without commands. */
const dataEnding = /\.(?:csv|tsv|log|svg|geojson|jsonl|ndjson|map|po|pot)$/i;

/** Name patterns of files, package versions and data without commands. */
export function holdsNoCommands(path: string): boolean {
  const name = basename(path);
  return (
    lockFiles.has(name) ||
    dataEnding.test(name) ||
    /^\.(?:git|npm|eslint|prettier)ignore$|\.?dockerignore$|^\.gitattributes$/.test(name)
  );
}

/** Scripts, makefiles, documents, pipelines, Compose files, files of bake and devcontainers. */
export function mayDescribeBuilds(path: string): boolean {
  const name = basename(path);
  return (
    isDocumentName(name) ||
    isYamlName(name) ||
    isPlainName(name) ||
    /\.(?:hcl|mk)$|^(?:docker-bake[\w.-]{0,60}|devcontainer|package)\.json$|^(?:Jenkinsfile|Earthfile|Tiltfile|justfile)/i.test(
      name,
    )
  );
}
