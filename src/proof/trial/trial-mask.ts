import { dirname } from "node:path";
import type { Volume, Workload } from "../../domain/workload/workload.ts";
import { fileValues, imageValues } from "../../facts/secrets/known-values.ts";
import { readNamed } from "../../sources/files/read-named.ts";
import { inspectImage } from "../../sources/engine/images/images.ts";
import type { ImageSummary, EngineSession } from "../../sources/engine/types.ts";
import { oncePer } from "../../text/once-per.ts";
import { secretsOf } from "../../secrets/env-by-name.ts";
import type { KnownValue } from "../../secrets/known-value.ts";
import { valueMask, type ValueMask } from "../../secrets/mask-values.ts";

/** Larger than any secret that Docker accepts. */
const maxFileBytes = 1024 * 1024;

/**
 * Secrets of a container under this workload that no result may contain: its variables and those of companions,
 * arguments of its build, and the content of secret files.
 */
export function trialValues(workload: Workload): KnownValue[] {
  const volumes = [...workload.volumes, ...(workload.companions ?? []).flatMap((companion) => companion.volumes)];
  return [...secretsOf(workload), ...volumes.flatMap(secretsInFile)];
}

/**
 * Hides these and secrets of its images' environments, equally in all trials of a workload, so that they can still be
 * compared.
 */
export async function trialMask(
  session: EngineSession,
  workload: Workload,
  image: Pick<ImageSummary, "env">,
): Promise<ValueMask> {
  const names = [...new Set((workload.companions ?? []).map((companion) => companion.image))];
  const companions = await Promise.all(names.map((name) => imageEnv(session, name)));
  return valueMask([...trialValues(workload), ...[image.env, ...companions].flatMap(imageValues)]);
}

const environmentCache = oncePer((_session: EngineSession) => new Map<string, Promise<readonly string[]>>());

/** Creating its container reports a missing image. */
function imageEnv(session: EngineSession, name: string): Promise<readonly string[]> {
  const pendingEnv =
    environmentCache(session).get(name) ??
    inspectImage(session.engine, name, session.signal).then((image) => image?.env ?? []);
  environmentCache(session).set(name, pendingEnv);
  return pendingEnv;
}

/** A missing file fails the container's creation. */
function secretsInFile({ name, path, from, readOnly, secret }: Volume): KnownValue[] {
  if (from === undefined || !(secret === true || (readOnly === true && dirname(path) === "/run/secrets"))) return [];
  const read = readNamed(from, ".", maxFileBytes);
  return "refused" in read ? [] : fileValues(name, read.bytes.toString("utf8"));
}
