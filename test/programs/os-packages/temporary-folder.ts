import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";

/** A folder for the tests of one `describe`; not made when those are skipped. */
export function temporaryFolder(name: string): string {
  const folder = join(tmpdir(), `hullproof-${name}-${randomBytes(6).toString("hex")}`);
  beforeAll(() => {
    mkdirSync(folder, { mode: 0o755 });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
