import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { readComposeModel, type ComposeModelRequest } from "../../src/sources/compose/read-compose-model.ts";

/** Files of a project by name. */
export type Files = Readonly<Record<string, string>>;

/** A project in a folder of its own, which goes with the test, read with values shown. */
export function readProject(files: Files, request: Partial<ComposeModelRequest> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), "hullproof-compose-"));
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  const all = { files: ["compose.yaml"], cwd, profiles: [], envFiles: [], env: {}, showValues: true, ...request };
  return { cwd, ...readComposeModel(all) };
}
