import { realpath } from "node:fs/promises";
import { decide, digestOf, listOf, refused, type Permit } from "../../consent/decide.ts";
import { relativeTo, shortName, within } from "../../consent/paths.ts";
import type { Asker, Places } from "../../consent/workload-reach.ts";
import { Failure } from "../../domain/failure.ts";
import type { HostAccess } from "../../domain/workload/host-access.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { locate, locateAll } from "../../sources/files/locate.ts";
import type { Context } from "../context.ts";

/**
 * Compares the planned host access with the user's consent, and asks on the terminal where `--allow-host` has no value.
 * Throws `not-allowed` with the whole list. No engine is contacted before.
 */
export async function requestConsent(
  reach: HostAccess,
  { consent, askConsent }: Pick<Context, "consent" | "askConsent">,
): Promise<Permit> {
  const userConsent = consent ?? { allowed: [] };
  const allowed = userConsent.allowed.filter((item) => item !== askFlag);
  if (allowed.length === userConsent.allowed.length || refused(reach, { allowed: allowed }).length === 0)
    return decide(reach, { allowed: allowed });
  if (askConsent === undefined) throw noTerminal(reach, allowed);
  if (!(await askConsent(listOf(reach)))) {
    throw new Failure("not-allowed", "Nothing was started: you did not agree.", {
      hint: "Allow single items with --allow-host=ITEM.",
    });
  }
  return decide(reach, { allowed: [...allowed, digestOf(reach)] });
}

/** Value of `--allow-host` without an argument. */
export const askFlag = "ask";

function noTerminal(reach: HostAccess, allowed: readonly string[]): unknown {
  try {
    return decide(reach, { allowed });
  } catch (error) {
    if (!(error instanceof Failure)) return error;
    return new Failure(
      error.code,
      `--allow-host without an item asks on a terminal, and there is none. ${error.message}`,
      {
        hint: error.hint,
      },
    );
  }
}

/** `folder` is the one of the requesting file. */
export async function askerIn(folder: string, cwd: string): Promise<Asker> {
  return { folder: await realpath(folder).catch(() => folder), cwd: await realpath(cwd).catch(() => cwd) };
}

/** Host access of a build context or Dockerfile outside the folder of the file that names it, links resolved. */
export async function placeReach(path: string, description: string, { folder, cwd }: Asker): Promise<HostAccess> {
  const located = await locate(path);
  const real = located?.path ?? path;
  if (within(folder, real)) return [];
  const aliases = [relativeTo(folder, real), relativeTo(cwd, real), real].map((alias) => `build:${alias}`);
  const exactly = located === undefined ? real : `${located.device}:${located.inode}`;
  return [{ kind: "build", value: shortName(folder, real), what: `${description} ${real}`, aliases, exactly }];
}

/** Resolved host paths that a workload names. */
export function placesOf({ volumes = [], companions = [] }: Partial<Workload>, cwd: string): Promise<Places> {
  const volumeMounts = [...volumes, ...companions.flatMap((companion) => companion.volumes)];
  return locateAll(
    volumeMounts.flatMap(({ from }) => from ?? []),
    cwd,
  );
}
