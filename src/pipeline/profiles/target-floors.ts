import { ownValue } from "../../domain/own-value.ts";
import { resolve } from "node:path";
import { defaultFloors, floorEngines, type FloorTarget } from "../../data/default-seccomp/floors.ts";
import type { Capability } from "../../domain/profile/capability.ts";
import { Failure } from "../../domain/failure.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import { resolveFloor } from "../../data/seccomp/resolve-floor.ts";
import { goArchitectures, underFloors, type Floor, type NarrowedCall } from "../../data/seccomp/seccomp-floor.ts";
import { readFilter, type EngineFilter } from "../../sources/engine/seccomp/read-filter.ts";
import { limits } from "../../sources/files/limits.ts";
import { readText } from "../host/read-text.ts";

/** An engine that will load the list, as in `--engine`. */
export type Target =
  | { readonly kind: "engine"; readonly target: FloorTarget | undefined }
  | { readonly kind: "file"; readonly name: string; readonly filter: EngineFilter };

/**
 * `docker@29.4`, `podman`, `file:/etc/docker/seccomp.json`; empty: every known engine. Throws `bad-usage`, and the
 * errors of reading a file.
 */
export async function targetsOf(words: readonly string[], cwd: string): Promise<readonly Target[]> {
  if (words.length === 0) return [{ kind: "engine", target: undefined }];
  return Promise.all(words.map((word) => targetOf(word, cwd)));
}

async function targetOf(word: string, cwd: string): Promise<Target> {
  const [, file] = /^file:(.+)$/su.exec(word) ?? [];
  if (file !== undefined) {
    const filter = readFilter(await readText(resolve(cwd, file), cwd, { limit: limits.profile }));
    if (filter !== undefined) return { kind: "file", name: file, filter };
    throw new Failure(
      "bad-usage",
      `--engine ${word}: ${file} is not a default profile of an engine in a form that is known.`,
      {
        hint: "It takes what dockerd --seccomp-profile and Podman's seccomp.json take.",
      },
    );
  }
  const [, name = "", version] = /^([a-z-]+)(?:@v?(\d[\w.+~-]*))?$/u.exec(word) ?? [];
  const engine = floorEngines.find((engineName) => engineName === name);
  if (engine !== undefined) return { kind: "engine", target: { engine, ...(version !== undefined && { version }) } };
  throw new Failure("bad-usage", `--engine ${word} is not an engine whose default profile is known.`, {
    hint: `It takes ${floorEngines.join(", ")}, with a version if you like (docker@29), or file:PATH of an engine's own default profile.`,
  });
}

/**
 * The list limited to what every target allows a container with these capabilities; the target's kernel is unknown. Without a list where
 * no engine runs on its architectures.
 */
export function forTargets(
  profile: Profile,
  capabilities: readonly (readonly Capability[])[],
  targets: readonly Target[],
  granted: (name: string) => boolean,
): { readonly profile: Profile; readonly taken: readonly NarrowedCall[] } {
  const { seccomp, ...rest } = profile;
  if (seccomp === undefined) return { profile, taken: [] };
  const architectures = seccomp.architectures.flatMap((architecture) => ownValue(goArchitectures, architecture) ?? []);
  const floors = capabilities.flatMap((capabilitySet) =>
    targets.flatMap((target): readonly Floor[] => {
      const place = { capabilities: capabilitySet, architectures };
      if (target.kind === "engine") return defaultFloors(target.target, place);
      return [resolveFloor(target.filter.rules, place, { ...target.filter, name: target.name })];
    }),
  );
  const floored = underFloors(seccomp, floors, granted);
  if (floored === undefined)
    throw new Failure(
      "bad-profile",
      `The list of ${profile.image.name} is for ${seccomp.architectures.join(", ")}, which no engine runs.`,
      {
        hint: "Learn it again on the machine where it will run: hullproof learn IMAGE --output profile.json",
      },
    );
  return { profile: { ...rest, seccomp: floored.list }, taken: floored.taken };
}

/** Text about removed system calls; undefined for a complete list. */
export function takenText(removedCalls: readonly NarrowedCall[]): string | undefined {
  if (removedCalls.length === 0) return undefined;
  const names = removedCalls.map(({ name, partly }) => (partly ? `${name} (some arguments)` : name));
  const by = [...new Set(removedCalls.flatMap((call) => call.by))];
  const targetNames = by.length > 3 ? `${by.slice(0, 3).join(", ")} and ${by.length - 3} more` : by.join(", ");
  return `left out of the list of system calls, since the default profile of the engine refuses them (${targetNames}): ${names.join(", ")}`;
}
