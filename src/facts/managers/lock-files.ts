import type { Edit } from "../../domain/finding/fix.ts";
import type { DockerfileFact, Instruction, Stage } from "../dockerfile/dockerfile.ts";
import type { PackageCall } from "./package-call.ts";
import { goGlob } from "../../text/glob/docker-glob.ts";
import { tidy } from "../dockerfile/copy-targets.ts";
import { oncePer } from "../../text/once-per.ts";

export interface LockFile {
  /** Verbs that install what the list says; `` is a call without one. */
  readonly verbs: RegExp;
  readonly list: string;
  readonly files: readonly string[];
  /** Options with which it keeps to the lock file, or is no plain install. */
  readonly frozen: RegExp;
  /** Settings anywhere in the file that do the same. */
  readonly settings?: RegExp;
  readonly instead: string;
  readonly title: string;
  /** Replaces the verb, or stands behind it. */
  readonly verb?: string;
  readonly option?: string;
  readonly manual: readonly [statement: string, source: string];
}

const elsewhere = "-g|--global|--prefix|-C|--cwd|--dir|--filter|-F|--workspace|-w|--dry-run";

/** By `PackageCall.manager`. */
export const lockFiles: Readonly<Record<string, LockFile>> = {
  npm: {
    verbs: /^(?:install|i)$/,
    list: "package.json",
    files: ["npm-shrinkwrap.json", "package-lock.json"],
    frozen: new RegExp(`^(?:${elsewhere}|--package-lock-only|--no-package-lock|--package-lock)$`),
    settings: /npm_config_package_lock/i,
    instead: "`npm ci` does not",
    title: "use `npm ci`",
    verb: "ci",
    manual: [
      "npm ci never writes to package.json or the lock file, and exits with an error when they do not match",
      "npm documentation, npm-ci",
    ],
  },
  yarn: {
    verbs: /^(?:install)?$/,
    list: "package.json",
    files: ["yarn.lock"],
    frozen: new RegExp(`^(?:${elsewhere}|--frozen-lockfile|--immutable|--pure-lockfile|--no-lockfile)$`),
    settings: /YARN_ENABLE_IMMUTABLE_INSTALLS/,
    instead: "with `--frozen-lockfile` (`--immutable` since Yarn 2) it does not",
    title: "keep to yarn.lock",
    option: "--frozen-lockfile",
    manual: [
      "--frozen-lockfile: don't generate a lockfile and fail if an update is needed",
      "Yarn documentation, yarn install",
    ],
  },
  pnpm: {
    verbs: /^(?:install|i)$/,
    list: "package.json",
    files: ["pnpm-lock.yaml"],
    frozen: new RegExp(`^(?:${elsewhere}|--frozen-lockfile|--no-frozen-lockfile|--no-lockfile|--lockfile-only)$`),
    settings: /\bCI=/,
    instead: "with `--frozen-lockfile` it does not",
    title: "keep to pnpm-lock.yaml",
    option: "--frozen-lockfile",
    manual: [
      "--frozen-lockfile: pnpm doesn't generate a lockfile and fails if it is out of sync",
      "pnpm documentation, pnpm install",
    ],
  },
  bun: {
    verbs: /^(?:install|i)$/,
    list: "package.json",
    files: ["bun.lock", "bun.lockb"],
    frozen: new RegExp(`^(?:${elsewhere}|--frozen-lockfile|--no-save)$`),
    instead: "with `--frozen-lockfile` it does not",
    title: "keep to the lock file",
    option: "--frozen-lockfile",
    manual: [
      "--frozen-lockfile: exit with an error if package.json disagrees with the lock file",
      "Bun documentation, bun install",
    ],
  },
  uv: {
    verbs: /^sync$/,
    list: "pyproject.toml",
    files: ["uv.lock"],
    frozen: /^(?:--frozen|--locked|--project|--directory|--no-lock)$/,
    settings: /UV_FROZEN|UV_LOCKED/,
    instead: "with `--locked` it fails instead",
    title: "keep to uv.lock",
    option: "--locked",
    manual: ["--locked: assert that the uv.lock will remain unchanged", "uv documentation, uv sync"],
  },
};

/** COPY and ADD of the build context; every install of a stage asks for them. */
const contextCopies = oncePer(({ instructions }: Stage): readonly Instruction[] =>
  instructions.filter(
    ({ keyword, onbuild, flags }) =>
      (keyword === "COPY" || keyword === "ADD") && !onbuild && !flags.some(({ name }) => name === "from"),
  ),
);

/** A COPY of the context before `instruction` takes the file `name` of its top folder. */
export function takesFile(stage: Stage, instruction: Instruction, name: string): boolean {
  return contextCopies(stage).some(
    ({ json, words, span }) =>
      span.start < instruction.span.start &&
      (json ?? words.map(({ text }) => text)).slice(0, -1).some((text) => matches(text, name)),
  );
}

function matches(source: string, name: string): boolean {
  const pattern = source.replace(/^\.?\//, "");
  if (pattern === "" || pattern === "." || pattern === name) return true;
  if (!/[*?[]/.test(pattern)) return false;
  return goGlob(pattern)?.fits(name) === true;
}

/** Undefined where the folder of the install is not known, for then its effect cannot be told. */
export function frozenEdit(
  { file }: DockerfileFact,
  stage: Stage,
  { manager, verb, command, instruction }: PackageCall,
  row: LockFile,
  present: ReadonlySet<string>,
): { readonly edit: Edit; readonly delta: readonly string[] } | undefined {
  const folder = workdirAt(stage, instruction);
  const behind = verb ?? command.words[0];
  if (folder === undefined || behind === undefined) return undefined;
  const option = manager === "yarn" && present.has(".yarnrc.yml") ? "--immutable" : row.option;
  const edit =
    row.verb !== undefined && verb !== undefined
      ? { file, span: verb.span, text: row.verb }
      : { file, span: { start: behind.span.end, end: behind.span.end }, text: ` ${option}` };
  const below = folder === "/" ? "" : folder;
  return { edit, delta: [`${below}/node_modules`, `${below}/.venv`, ...row.files.map((name) => `${below}/${name}`)] };
}

function workdirAt(stage: Stage, instruction: Instruction): string | undefined {
  let folder: string | undefined = stage.base.kind === "stage" ? undefined : "/";
  for (const { keyword, onbuild, words, span } of stage.instructions) {
    if (span.start >= instruction.span.start) break;
    if (keyword !== "WORKDIR" || onbuild) continue;
    const path = words.at(-1)?.text ?? "";
    if (path.includes("$")) folder = undefined;
    else if (path.startsWith("/")) folder = tidy(path);
    else folder = folder === undefined ? undefined : tidy(`${folder}/${path}`);
  }
  return folder;
}
