import { realpath } from "node:fs/promises";
import { decide, digestOf, listOf, refused, type Permit } from "../../consent/decide.ts";
import { relativeTo, shortName, within } from "../../consent/paths.ts";
import type { Asker, Places } from "../../consent/workload-reach.ts";
import { Failure } from "../../domain/failure.ts";
import type { Reach } from "../../domain/workload/reach.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { locate, locateAll } from "../../sources/files/locate.ts";
import type { Context } from "../context.ts";

/**
 * Holds what is about to be done against what the person agreed to, and asks on the terminal where `--allow-host` stood alone.
 * Throws `not-allowed` with the whole list. Nothing is asked of an engine before.
 */
export async function agree(
  reach: Reach,
  { consent, askConsent }: Pick<Context, "consent" | "askConsent">,
): Promise<Permit> {
  const given = consent ?? { allowed: [] };
  const all = given.allowed.filter((one) => one !== bare);
  if (all.length === given.allowed.length || refused(reach, { allowed: all }).length === 0)
    return decide(reach, { allowed: all });
  if (askConsent === undefined) throw noTerminal(reach, all);
  if (!(await askConsent(listOf(reach)))) {
    throw new Failure("not-allowed", "Nothing was started: you did not agree.", {
      hint: "Allow single items with --allow-host=ITEM.",
    });
  }
  return decide(reach, { allowed: [...all, digestOf(reach)] });
}

/** What `--allow-host` without a value stands for. */
export const bare = "ask";

function noTerminal(reach: Reach, allowed: readonly string[]): unknown {
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

/** `folder` is that of the file that asks. */
export async function askerIn(folder: string, cwd: string): Promise<Asker> {
  return { folder: await realpath(folder).catch(() => folder), cwd: await realpath(cwd).catch(() => cwd) };
}

/** A build's context or Dockerfile, where it lies outside the folder of the file that names it, links resolved. */
export async function placeReach(path: string, what: string, { folder, cwd }: Asker): Promise<Reach> {
  const located = await locate(path);
  const real = located?.path ?? path;
  if (within(folder, real)) return [];
  const aliases = [relativeTo(folder, real), relativeTo(cwd, real), real].map((one) => `build:${one}`);
  const exactly = located === undefined ? real : `${located.device}:${located.inode}`;
  return [{ kind: "build", value: shortName(folder, real), what: `${what} ${real}`, aliases, exactly }];
}

/** Where the paths of this machine lead that a workload names. */
export function placesOf({ volumes = [], companions = [] }: Partial<Workload>, cwd: string): Promise<Places> {
  const all = [...volumes, ...companions.flatMap((companion) => companion.volumes)];
  return locateAll(
    all.flatMap(({ from }) => from ?? []),
    cwd,
  );
}
