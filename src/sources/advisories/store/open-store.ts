import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "../../../domain/failure.ts";
import type { AdvisoryStore } from "./advisory-store.ts";
import { damaged } from "./damaged.ts";
import { openFacts, type OpenFacts } from "./fact-file.ts";
import { readManifest } from "./manifest.ts";
import { openShard } from "./shard-file.ts";

/** Reads the manifest; shards are read when they are opened. Throws `Failure` (`no-advisories`, `bad-advisories`, `unreadable`). */
export function openStore(folder: string): AdvisoryStore {
  const read = readManifest(folder);
  if (read === undefined) {
    throw new Failure("no-advisories", `there are no advisories in ${folder}`, {
      hint: "`hullproof advisories update` downloads them; `hullproof advisories build DIR` compiles them from files. HULLPROOF_DATA names another folder.",
    });
  }
  const { manifest } = read;
  const shards = new Map<string, ReturnType<typeof openShard>>();
  let facts: OpenFacts | undefined;
  const openedFacts = (): OpenFacts | undefined => {
    if (manifest.facts === undefined) return undefined;
    return (facts ??= openFacts(readEntry(folder, manifest.facts), join(folder, manifest.facts.file)));
  };
  return {
    folder,
    serial: manifest.serial,
    built: manifest.built,
    shards: manifest.shards,
    factSources: manifest.facts?.sources ?? [],
    open(name) {
      const known = shards.get(name);
      if (known !== undefined) return known;
      const entry = manifest.shards.find((one) => one.name === name);
      if (entry === undefined) return undefined;
      const where = join(folder, entry.file);
      const shard = openShard(readEntry(folder, entry), where);
      if (shard.name !== name) throw damaged(where, `it holds ${shard.name} and not ${name}`);
      shards.set(name, shard);
      return shard;
    },
    vulnerabilityFacts: () => openedFacts()?.vulnerabilities ?? { kev: () => undefined, epss: () => undefined },
    lifeCycles: () => openedFacts()?.lifeCycles() ?? [],
    support: () => openedFacts()?.support() ?? [],
    facts: () => openedFacts()?.content(),
  };
}

/** Undamaged, and the very file that the manifest names. */
function readEntry(
  folder: string,
  entry: { readonly file: string; readonly bytes: number; readonly sha256: string },
): Buffer {
  const path = join(folder, entry.file);
  let bytes: Buffer;
  try {
    bytes = readFileSync(path);
  } catch (cause) {
    throw damaged(path, `it cannot be read: ${(cause as Error).message}`, cause);
  }
  if (bytes.length !== entry.bytes) throw damaged(path, "it has another length than the manifest says");
  if (createHash("sha256").update(bytes).digest("hex") !== entry.sha256) {
    throw damaged(path, "it has another digest than the manifest says");
  }
  return bytes;
}
