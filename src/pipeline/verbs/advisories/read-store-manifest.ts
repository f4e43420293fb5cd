import { Failure } from "../../../domain/failure.ts";
import { readManifest, type Manifest } from "../../../sources/advisories/store/manifest.ts";

/** The store's manifest. A damaged one counts as absent and is reported: an update repairs it. Throws `Failure` (`unreadable`). */
export function readStoreManifest(folder: string): {
  readonly manifest: Manifest | undefined;
  readonly notes: readonly string[];
} {
  try {
    return { manifest: readManifest(folder)?.manifest, notes: [] };
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "bad-advisories") throw error;
    return { manifest: undefined, notes: [`the store was begun again: ${error.message}`] };
  }
}
