import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ownOwner } from "../engine/own-owner.ts";

/** In each folder of ours: who made it, as JSON, so that the next run can tell whether that process still lives. */
export const ownerFile = "owner.json";

/** Of folders that programs run in: `hullproof-shellcheck-XXXXXX`. */
export const folderKinds = ["shellcheck", "scanner"] as const;

export interface PrivateFolder extends AsyncDisposable {
  readonly path: string;
}

/** A folder for one program to run in, mode 0700, removed with what is in it. */
export async function privateFolder(kind: (typeof folderKinds)[number]): Promise<PrivateFolder> {
  const path = await mkdtemp(join(tmpdir(), `hullproof-${kind}-`));
  await writeFile(join(path, ownerFile), JSON.stringify(await ownOwner()), { mode: 0o600 });
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}
