import { ownValue } from "../../domain/own-value.ts";
import { mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Failure } from "../../domain/failure.ts";
import { errorCode } from "../../domain/write-failure.ts";
import { markText, ownMark } from "../programs/owner-mark.ts";
import { register } from "./run-registry.ts";

/**
 * A private temporary folder (0700) that is removed at the end of its scope. Its name contains its creator, and a
 * record its path, so that the next run removes it if this one is killed. Throws `Failure` `cannot-write` if TMPDIR
 * accepts no folder.
 */
export function openPrivateFolder(kind: string): AsyncDisposable & { readonly path: string } {
  const path = makeFolder(`hullproof-${kind}-${markText(ownMark())}-`);
  const forget = register(path);
  return {
    path,
    async [Symbol.asyncDispose]() {
      await rm(path, { recursive: true, force: true });
      forget();
    },
  };
}

/** `mkdtemp` under TMPDIR, with a message for an invalid TMPDIR. */
export function makeFolder(prefix: string): string {
  try {
    return mkdtempSync(join(tmpdir(), prefix));
  } catch (error) {
    throw temporaryFailure(error);
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: "it does not exist",
  ENOTDIR: "it is not a folder",
  ENOSPC: "no space is left on its disk",
  EDQUOT: "the disk quota is used up",
  EROFS: "its file system is read-only",
  EACCES: "permission is denied",
  EPERM: "it is not permitted",
};

/** A failed write below TMPDIR. */
export function temporaryFailure(error: unknown): Failure {
  const reason = ownValue(reasons, errorCode(error)) ?? (error instanceof Error ? error.message : String(error));
  return new Failure("cannot-write", `the temporary folder ${tmpdir()} cannot be used: ${reason}`, {
    hint: "Make room there, or name another folder: TMPDIR=/path hullproof ...",
    cause: error,
  });
}
