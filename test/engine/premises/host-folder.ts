import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { run } from "./premise.ts";

interface HostFolder {
  readonly path: string;
  readonly openToAll: () => void;
  /** Uid of a file in it. */
  readonly ownerOf: (name: string) => number;
}

/** A folder of the engine's host for as long as `body` runs; what containers left in it goes by a container, as its owner may be another. */
export async function withFolder(body: (folder: HostFolder) => Promise<void>): Promise<void> {
  const path = mkdtempSync(join(tmpdir(), "hullproof-premise-"));
  try {
    await body({
      path,
      openToAll: () => chmodSync(path, 0o777),
      ownerOf: (name) => statSync(join(path, name)).uid,
    });
  } finally {
    await run(["-v", `${path}:/given`], "rm -rf /given/*");
    rmSync(path, { recursive: true });
  }
}
