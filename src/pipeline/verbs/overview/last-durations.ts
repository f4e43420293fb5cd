import { createHash } from "node:crypto";
import { cacheFolder } from "../../../sources/paths/cache-folder.ts";

/** A record has a few bytes. */
const maxRecordBytes = 1_048_576;

/** Seconds of a verb's last run in a folder; undefined where unknown. `times` is the cache folder of such records. */
export async function lastDuration(times: string | undefined, verb: string, cwd: string): Promise<number | undefined> {
  const bytes = await cacheFolder(times, maxRecordBytes).get(keyOf(verb, cwd));
  const seconds = bytes === undefined ? Number.NaN : Number(bytes.toString("latin1"));
  return Number.isFinite(seconds) && seconds > 0 ? seconds : undefined;
}

export async function recordDuration(
  times: string | undefined,
  verb: string,
  cwd: string,
  seconds: number,
): Promise<void> {
  await cacheFolder(times, maxRecordBytes).put(keyOf(verb, cwd), Buffer.from(seconds.toFixed(1), "latin1"));
}

function keyOf(verb: string, cwd: string): string {
  return createHash("sha256").update(`${verb}\0${cwd}`).digest("hex");
}
