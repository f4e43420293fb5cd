import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { readComposeModel, type ComposeModelRequest } from "../../src/sources/compose/read-compose-model.ts";

/** Files of a project by name. */
export type Files = Readonly<Record<string, string>>;

/** A project in a folder of its own, read with values shown. */
export function readProject(files: Files, request: Partial<ComposeModelRequest> = {}) {
  const cwd = mkdtempSync(join(tmpdir(), "hullproof-compose-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, name)), { recursive: true });
    writeFileSync(join(cwd, name), text);
  }
  const all = { files: ["compose.yaml"], cwd, profiles: [], envFiles: [], env: {}, showValues: true, ...request };
  return { cwd, ...readComposeModel(all) };
}
