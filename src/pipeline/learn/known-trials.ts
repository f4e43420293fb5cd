import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import type { Known } from "../../proof/lab/known.ts";
import { cacheFolder } from "../../sources/cache-folder.ts";
import { toolStamp } from "../image/tool-stamp.ts";

/** Trials weigh little: thousands fit. */
const maxBytes = 64 * 1024 * 1024;

/**
 * Keeps trials in `folder` the moment they end, so that a learn that was interrupted, or killed, goes on where it was. The key
 * holds everything that the question names, and the code that asks. `fresh` forgets what was there and keeps what comes.
 */
export function knownTrials(folder: string, fresh: boolean): Known {
  const cache = cacheFolder(folder, maxBytes);
  const stamp = toolStamp();
  const keyOf = (question: unknown) =>
    createHash("sha256")
      .update(JSON.stringify([stamp, question]))
      .digest("hex");
  const asked = new Set<string>();
  return {
    async get(question) {
      const key = keyOf(question);
      if (fresh && !asked.has(key)) return undefined;
      const bytes = await cache.get(key);
      return bytes === undefined ? undefined : (deserialize(bytes) as unknown);
    },
    async put(question, answer) {
      const key = keyOf(question);
      asked.add(key);
      await cache.put(key, serialize(answer));
    },
  };
}
