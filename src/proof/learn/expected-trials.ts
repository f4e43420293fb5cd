import type { Workload } from "../../domain/workload/workload.ts";
import { isRootUser } from "../../text/is-root-user.ts";
import type { ImageSummary } from "../../sources/engine/types.ts";
import { finalUser } from "../observe/identity/identities.ts";
import { lowPorts } from "../trial/environment/low-ports.ts";
import type { ObservedReference } from "./observe-reference.ts";

/** A breaking experiment usually runs twice. */
const oftenBroken = 1.5;
/** Paths that become tmpfs: few are written. */
const mostPlaces = 4;

/**
 * Approximate number of trials of a learn, for progress: past trials, and those of each lesson for these observations.
 * Chance and breaks under load add more.
 */
export function expectedTrials(
  { reference, control, seen }: ObservedReference,
  { user }: Pick<ImageSummary, "user">,
  workload: Workload,
): number {
  const { sockets, calls } = seen.system;
  const used = seen.capabilities.capabilities.length;
  const isRoot = isRootUser(user);
  const final = finalUser(seen.processes);
  const isLoaded = control.reference !== undefined;
  const grants = workload.grants ?? {};
  const questions = [
    // The image's user, or another one instead of root, with its own writable paths if that breaks.
    isRoot ? (final === undefined ? 3 : 0) : 1,
    // The used set, then without the likeliest, then without each; halving if nothing was observed.
    isRoot && final === undefined ? 3 : seen.capabilities.method === "trials" ? 9 : 2 + oftenBroken * used,
    // No new privileges and a read-only root, then with its writable paths, then without each of these.
    2 + placesOf(seen.writes.map(({ path }) => path)) * oftenBroken,
    (grants.capabilities ?? []).length + (grants.devices ?? []).length,
    // Conditions of the environment.
    lowPorts(workload, sockets.listening).length > 0 ? 2 : 0,
    sockets.pings === false ? 0 : 1,
    workload.volumes.length > 0 ? 2 : 0,
    // Memory; all limits together; latency without and with a limit.
    3 + 1 + (workload.steps.length > 0 || isLoaded ? 2 : 0),
    isRoot && final !== undefined ? 1 : 0,
    // The syscall allowlist, and the whole profile.
    calls === undefined ? 0 : 2,
    1,
  ];
  return Math.round(questions.reduce((sum, count) => sum + count, reference.ran.length + control.ran.length));
}

function placesOf(paths: readonly string[]): number {
  const folders = new Set(paths.map((path) => path.split("/").slice(0, 3).join("/")));
  return Math.min(mostPlaces, folders.size);
}
