import { createHash } from "node:crypto";
import { deserialize, serialize } from "node:v8";
import type { Workload } from "../../domain/workload/workload.ts";
import type { Known } from "../../proof/lab/known.ts";
import { cacheFolder } from "../../sources/cache-folder.ts";
import { inspectImage } from "../../sources/engine/images/images.ts";
import type { Run } from "../../sources/engine/types.ts";
import { fileState } from "../../sources/files/file-state.ts";
import type { Context } from "../context.ts";
import { toolStamp } from "../image/tool-stamp.ts";

/** Trials weigh little: thousands fit. */
const maxBytes = 64 * 1024 * 1024;

/** Trials of earlier calls, and those of this one for the next; undefined without a cache folder. */
export interface TrialCache {
  /** For trials of `workload`: what lies around the container is a part of each question. */
  of(run: Run, workload: Workload): Promise<Known>;
}

/**
 * Keeps trials the moment they end, so that a learn that was interrupted, or killed, goes on where it was. The key holds everything that the question names,
 * the images of the companions, the files of the host that are mounted, and the code that asks. `fresh` forgets what was there and keeps what comes.
 */
export function trialCache({ trialFolder }: Pick<Context, "trialFolder">, fresh: boolean): TrialCache | undefined {
  if (trialFolder === undefined) return undefined;
  const cache = cacheFolder(trialFolder, maxBytes);
  const asked = new Set<string>();
  const stamp = toolStamp();
  return {
    async of(run, workload) {
      const around = await surroundingsOf(run, workload);
      const keyOf = (question: unknown) =>
        createHash("sha256")
          .update(JSON.stringify([stamp, around, question]))
          .digest("hex");
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
    },
  };
}

/** Images and files have the same name after they were changed. */
async function surroundingsOf({ engine }: Run, { companions = [], volumes }: Workload): Promise<unknown> {
  const images = await Promise.all(
    companions.map(async ({ image }) => (await inspectImage(engine, image).catch(() => undefined))?.id ?? image),
  );
  const files = [volumes, ...companions.map((one) => one.volumes)]
    .flat()
    .flatMap(({ from }) => (from === undefined ? [] : [from]));
  return companions.length + files.length === 0 ? undefined : { images, files: files.map(fileState) };
}
