import type { Workload } from "../../domain/workload/workload.ts";
import { isRootUser } from "../../text/is-root-user.ts";
import type { ImageSummary } from "../../sources/engine/types.ts";
import { finalUser } from "../observe/identity/identities.ts";
import { lowPorts } from "../trial/environment/low-ports.ts";
import type { ObservedReference } from "./observe-reference.ts";

/** A breaking question usually runs twice. */
const oftenBroken = 1.5;
/** Places that become tmpfs: writes go to few of them. */
const mostPlaces = 4;

/**
 * Approximate number of trials of a learn, for the progress: those so far, and those of each lesson for these
 * observations. Chance and breaks under load add more.
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
    // The image's user, or another one instead of root, with separate places if that breaks.
    isRoot ? (final === undefined ? 3 : 0) : 1,
    // The used set, without the likeliest, without each; halving without observations.
    isRoot && final === undefined ? 3 : seen.capabilities.method === "trials" ? 9 : 2 + oftenBroken * used,
    // New privileges and a bare root, then with its places and without each.
    2 + placesOf(seen.writes.map(({ path }) => path)) * oftenBroken,
    (grants.capabilities ?? []).length + (grants.devices ?? []).length,
    // Where the environment decides.
    lowPorts(workload, sockets.listening).length > 0 ? 2 : 0,
    sockets.pings === false ? 0 : 1,
    workload.volumes.length > 0 ? 2 : 0,
    // Memory; all limits together; latency without and with a limit.
    3 + 1 + (workload.steps.length > 0 || isLoaded ? 2 : 0),
    isRoot && final !== undefined ? 1 : 0,
    // The list of calls, and the whole.
    calls === undefined ? 0 : 2,
    1,
  ];
  return Math.round(questions.reduce((sum, count) => sum + count, reference.ran.length + control.ran.length));
}

function placesOf(paths: readonly string[]): number {
  const folders = new Set(paths.map((path) => path.split("/").slice(0, 3).join("/")));
  return Math.min(mostPlaces, folders.size);
}
