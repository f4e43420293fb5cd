// One gate opens the paths that a repository, an archive or a container can name: `src/sources/files`. What else opens or looks at files is
// listed here with the reason why no one else has a say in those paths.
import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";

const root = join(import.meta.dirname, "..");

/** Of node:fs: opens, lists, copies, or follows links. */
const opening =
  /^(?:open|openSync|openAsBlob|opendir|opendirSync|readFile|readFileSync|createReadStream|readdir|readdirSync|readlink|readlinkSync|stat|statSync|lstat|lstatSync|exists|existsSync|access|accessSync|realpath|realpathSync|copyFile|copyFileSync|cp|cpSync|glob|globSync|watch|promises|default|\*)$/;

const allowed: Readonly<Record<string, string>> = {
  "src/sources/files/**": "the gate itself, and how results are written",
  "src/sources/advisories/**": "the advisory store, in the user's own data folder",
  "src/sources/fleet/**": "the fleet's own folder, in the user's own data folder",
  "src/pipeline/verbs/fleet/**": "the fleet's own folder, in the user's own data folder",
  "src/pipeline/verbs/advisories/**": "the advisory store, and folders that the user has compiled into it",
  "src/sources/download/**": "what was downloaded, in a folder of our own",
  "src/sources/image/layers/body-room.ts": "nameless files of our own",
  "src/sources/image/engine/container-export.ts": "an export of our own making",
  "src/sources/git/object-store.ts": "lists the packs of a repository, which the gate then opens",
  "src/sources/git/write-commit.ts": "writes into a private folder of our own",
  "src/pipeline/baseline/at-commit.ts": "whether a target is there; the gate reads it",
  "src/pipeline/verbs/harden/keep-hardened.ts": "where the folder of a build is, by which its record is kept",
  "src/pipeline/verbs/harden/results.ts": "writes results, and looks at what lies there first",
  "src/pipeline/verbs/init/*.ts":
    "whether files of hullproof and of a CI system are there, and the folders of those it writes",
  "src/pipeline/fix-plan/write-back.ts": "writes over a file that was read through the gate, where it is unchanged",
  "src/sources/engine/**": "the engine's socket and files, cgroups and /proc of its processes, and folders of our own",
  "src/proof/**": "/proc, /sys and tracefs: the kernel's words, by numbers that the kernel gave",
  "src/sources/programs/**": "where programs of this machine lie, and who may write there",
  "src/sources/scanners/**": "folders of our own, and where a program lies",
  "src/sources/render/private-copy.ts": "a copy of our own; what its links lead to goes through the gate",
  "src/sources/shellcheck/**": "folders of our own, and its own limits",
  "src/sources/paths/**": "folders of the user and of our own, and who could take their place",
  "src/sources/leftovers/**": "what a run of our own left behind",
  "src/sources/user/**": "the user's own files; those of a checkout go through the gate",
  "src/sources/image/bytes/overlay.ts": "the engine's record of a layer",
  "src/sources/image/storage/**": "the engine's own storage; the names in a layer go through the gate",
  "src/sources/image/engine/container.ts": "the engine's own storage",
  "src/sources/image/archive/oci.ts": "asks whether a folder is there, for the message",
  "src/sources/image/archive/rootfs.ts": "asks what a path is that the user named; the walk goes through the gate",
  "src/sources/compose/discover-compose.ts": "lists a folder that the user named; its files go through the gate",
  "src/pipeline/host/locate-engine.ts": "asks whether the engine's socket is there",
  "src/pipeline/profiles/load-profiles.ts": "lists .hullproof of the current folder; its profiles go through the gate",
  "src/pipeline/profiles/profiles-near.ts": "asks whether there is a .hullproof; its profiles go through the gate",
  "src/pipeline/consent/request-consent.ts": "asks what a path is before consent to it is asked for",
  "src/pipeline/verbs/base/base.ts": "asks what a path is that the user named",
  "src/pipeline/image-build/project.ts": "asks what a path is that the user named, before the gate reads it",
  "src/pipeline/settings/*settings.ts": "asks whether there is a hullproof.yaml, before the gate reads it",
  "src/pipeline/targets/repository/*.ts":
    "asks where a repository begins and lists its folders; its files go through the gate",
  "src/pipeline/targets/search/search-folder.ts": "lists a folder that the gate opened",
  "src/pipeline/image/*-target.ts": "asks what a path is that the user named",
  "src/pipeline/image/open-image.ts": "asks what a path is that the user named",
  "src/pipeline/host/version.ts": "our own package",
  "src/pipeline/image/tool-stamp.ts": "our own program",
  "src/pipeline/verbs/scan/compare-scanner.ts": "asks what a path is that the user named",
  "src/servers/mcp/roots.ts": "asks where a path leads that an agent named, before a verb reads it through the gate",
  "src/supervision/**": "our own program",
  "src/cli.ts": "our own program",
  "src/commands/**": "standard input and output",
};

const importsOf = (text: string): string[] =>
  [...text.matchAll(/^(?:import|export)\s+(?!type\b)([^;]*?)\s+from\s+"(?:node:)?fs(?:\/promises)?"/gms)].flatMap(
    ([, what = ""]) =>
      what.startsWith("{")
        ? what
            .replaceAll(/[{}\n]/g, "")
            .split(",")
            .map((one) => one.trim())
            .filter((one) => one !== "" && !one.startsWith("type "))
            .map((one) => one.split(/\s+as\s+/)[0] ?? "")
        : [what.startsWith("*") ? "*" : "default"],
  );

const sources = globSync("src/**/*.ts", { cwd: root })
  .filter((path) => !path.endsWith(".test.ts"))
  .map((path) => {
    const text = readFileSync(join(root, path), "utf8");
    const loaded = /(?:import|require|getBuiltinModule)\(\s*["'`](?:node:)?fs/.test(text) ? ["*"] : [];
    return { path, opens: [...importsOf(text), ...loaded].filter((name) => opening.test(name)) };
  });
const listed = new Set(Object.keys(allowed).flatMap((pattern) => globSync(pattern, { cwd: root })));

it("no file beside the gate opens, lists or follows a path, but those of the list", () => {
  const found = sources.filter(({ opens }) => opens.length > 0);
  expect(found.length).toBeGreaterThan(30);
  const strangers = found
    .filter(({ path }) => !listed.has(path))
    .map(({ path, opens }) => `${path}: ${opens.join(", ")}`);
  expect(strangers, "read it through src/sources/files, or list it in test/file-gate.test.ts with the reason").toEqual(
    [],
  );
});

it("what goes through the gate needs no more than the gate", () => {
  const readers = [
    "src/pipeline/host/read-text.ts",
    "src/pipeline/targets/targets.ts",
    "src/sources/configuration/config.ts",
    "src/sources/context/read-context.ts",
    "src/sources/sbom/load-sbom.ts",
    "src/sources/vex/load-vex.ts",
    "src/sources/image/archive/open-file.ts",
    "src/sources/image/bytes/folder.ts",
    "src/sources/git/tracked-files.ts",
  ];
  const read = sources.filter(({ path }) => readers.includes(path));
  expect(read).toHaveLength(readers.length);
  expect(read.filter(({ opens }) => opens.length > 0)).toEqual([]);
});

it("an import is seen in all its forms", () => {
  expect(importsOf('import { readFile as r, type Stats } from "node:fs/promises";\n')).toEqual(["readFile"]);
  expect(importsOf('import * as fs from "node:fs";\n')).toEqual(["*"]);
  expect(importsOf('import fs from "fs";\n')).toEqual(["default"]);
  expect(importsOf('import type { Stats } from "node:fs";\n')).toEqual([]);
  expect(importsOf('import {\n  open,\n  rm,\n} from "node:fs/promises";\n')).toEqual(["open", "rm"]);
});
