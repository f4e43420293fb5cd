import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import type { Workload } from "../../domain/workload/workload.ts";
import type { ResultCache } from "../../proof/experiment/result-cache.ts";
import { cacheFolder } from "../../sources/paths/cache-folder.ts";
import { inspectImage } from "../../sources/engine/images/images.ts";
import type { EngineSession } from "../../sources/engine/types.ts";
import { fileState } from "../../sources/files/file-state.ts";
import type { Context } from "../context.ts";
import { toolStamp } from "../image/tool-stamp.ts";

/** Trials are small: thousands fit. */
const maxBytes = 64 * 1024 * 1024;

/** Trials of earlier calls, and of this one for the next; undefined without a cache folder. */
export interface TrialCache {
  /** Cache for trials of `workload`, whose environment is part of each key. */
  of(session: EngineSession, workload: Workload): Promise<ResultCache>;
}

/**
 * Stores trials as soon as they end, so that an interrupted or killed learn continues from there. The key contains the whole experiment,
 * the companions' images, mounted host files, and the running code. `fresh` ignores earlier trials and stores new ones.
 */
export function trialCache({ trialFolder }: Pick<Context, "trialFolder">, fresh: boolean): TrialCache | undefined {
  if (trialFolder === undefined) return undefined;
  const cache = cacheFolder(trialFolder, maxBytes);
  const askedKeys = new Set<string>();
  const stamp = toolStamp();
  return {
    async of(session, workload) {
      const surroundings = await surroundingsOf(session, workload);
      const keyOf = (question: unknown) =>
        createHash("sha256")
          .update(JSON.stringify([stamp, surroundings, question]))
          .digest("hex");
      return {
        async get(question) {
          const key = keyOf(question);
          if (fresh && !askedKeys.has(key)) return undefined;
          const bytes = await cache.get(key);
          return bytes === undefined ? undefined : (deserialize(bytes) as unknown);
        },
        async put(question, answer) {
          const key = keyOf(question);
          askedKeys.add(key);
          await cache.put(key, serialize(answer));
        },
      };
    },
  };
}

/** A changed image or file keeps its name, so its content is part of the key. */
async function surroundingsOf({ engine }: EngineSession, { companions = [], volumes }: Workload): Promise<unknown> {
  const images = await Promise.all(
    companions.map(async ({ image }) => (await inspectImage(engine, image).catch(() => undefined))?.id ?? image),
  );
  const files = [volumes, ...companions.map((companion) => companion.volumes)]
    .flat()
    .flatMap(({ from }) => (from === undefined ? [] : [from]));
  return companions.length + files.length === 0 ? undefined : { images, files: files.map(fileState) };
}
