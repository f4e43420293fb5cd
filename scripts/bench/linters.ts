import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

// A child process of dockerfiles.ts: `linters.ts NAME FOLDER PEERS`. Lints every file of FOLDER in one process, three times, and
// prints what it took and found as JSON. Reading the files is left out for all alike.

/** Findings of one file by rule id; throws where the linter does. */
type Lint = (name: string, text: string) => readonly string[];

const linters: Readonly<Record<string, (peers: string) => Promise<Lint>>> = {
  async hullproof() {
    const { checkDockerfile } = await import("../../src/pipeline/judge/check-text.ts");
    const { emptyConfig } = await import("../../src/domain/settings/config.ts");
    const context = { cwd: "/", today: "2026-11-24" };
    return (name, text) => checkDockerfile(name, text, emptyConfig, context).run.findings.map(({ rule }) => rule);
  },
  async dockerfilelint(peers) {
    const linter = await peer<{ run(name: string, text: string): { rule: string }[] }>(peers, "dockerfilelint");
    return (name, text) => linter.run(name, text).map(({ rule }) => rule);
  },
  async "dockerfile-utils"(peers) {
    const utils = await peer<{ validate(text: string): { code: number }[] }>(peers, "dockerfile-utils");
    return (_, text) => utils.validate(text).map(({ code }) => String(code));
  },
};

async function peer<T>(peers: string, name: string): Promise<T> {
  const path = createRequire(join(peers, "package.json")).resolve(name);
  const module = (await import(pathToFileURL(path).href)) as { default: T };
  return module.default;
}

const [name = "", folder = "", peers = ""] = process.argv.slice(2);
const lint = await linters[name]?.(peers);
if (lint === undefined) throw new Error(`no such linter: ${name}`);
const files = readdirSync(folder)
  .sort()
  .map((file) => ({ file, text: readFileSync(join(folder, file), "utf8") }));
const rounds = [1, 2, 3].map(() => {
  const start = process.cpuUsage();
  const wall = performance.now();
  const found: Record<string, readonly string[]> = {};
  let refused = 0;
  for (const { file, text } of files) {
    try {
      found[file] = lint(file, text);
    } catch {
      refused++;
    }
  }
  const { user, system } = process.cpuUsage(start);
  return { wallMs: performance.now() - wall, cpuMs: (user + system) / 1000, refused, found };
});
process.stdout.write(
  JSON.stringify({
    files: files.length,
    rounds: rounds.map(({ wallMs, cpuMs, refused }) => ({ wallMs, cpuMs, refused })),
    found: rounds[0]?.found,
  }),
);
