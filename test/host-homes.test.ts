// One function decides whose home, settings, engine contexts and caches count: CI often sets HOME to a checkout, whose files are not the caller's.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** `homedir()` of Node is what HOME says. */
const reads =
  /\b(?:homedir|userInfo)\b|\["(?:HOME|USERPROFILE|DOCKER_CONFIG|XDG_\w+)"\]|\.(?:HOME|USERPROFILE|DOCKER_CONFIG|XDG_\w+)\b|\{[^{}"]*\b(?:HOME|USERPROFILE|DOCKER_CONFIG|XDG_\w+)\b[^{}"]*\}\s*[=:]|outer\("HOME"\)/;

const allowed: Readonly<Record<string, string>> = {
  "bin/code-folder.js": "before anything else is loaded: compiled code of ours, never that of a checkout",
  "src/sources/paths/user-folders.ts": "decides",
  "src/sources/paths/path-rules.ts": "asks the system for the account's home",
  "src/pipeline/project/open-project.ts": "what `~` and ${HOME} of a Compose file mean: as docker compose has it",
  "src/pipeline/workload/workload-for.ts": "the same",
  "src/sources/compose/compose-sources.ts": "the same",
  "src/sources/engine/image-build/builder.ts": "of the variables that `environmentFor` chose",
  "src/sources/engine/image-build/buildx.ts": "of the variables that `environmentFor` chose",
};

const code = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\/|(?<![:"'`])\/\/.*/g, "");

it("no other file asks where the home is, or what variables name folders of the caller", () => {
  const found = globSync("{src,bin}/**/*.{ts,js}", { cwd: root })
    .filter((path) => !/\.test\.ts$|^src\/(?:data|rules|facts)\/|^bin\/program\.js$/.test(path))
    .filter((path) => reads.test(code(readFileSync(join(root, path), "utf8"))));
  expect(found.toSorted()).toEqual(Object.keys(allowed).toSorted());
});

it.each([
  'import { homedir } from "node:os";',
  'const home = env["HOME"];',
  "const home = process.env.XDG_CONFIG_HOME;",
  "function f({ XDG_CACHE_HOME }: Environment) {}",
  "const { DOCKER_CONFIG: folder } = env;",
])("%s is found", (text) => {
  expect(reads.test(code(text))).toBe(true);
});
