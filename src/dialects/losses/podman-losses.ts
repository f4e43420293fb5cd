import type { Profile } from "../../domain/profile/profile.ts";
import { hasPodmanOwner } from "../text/podman-tmpfs.ts";
import { readOnlyOnPodman } from "../text/podman-read-only.ts";
import { inodesOf } from "../text/tmpfs-options.ts";
import { atLeast } from "../versions/target-version.ts";
import type { PrintedSpec } from "../print/printed-spec.ts";
import type { FieldLoss } from "../emitter.ts";

/** If the proof ran on Podman, Podman's behavior is the proven one. */
export function provenOnPodman({ provenOn, alsoProvenOn = [] }: Profile): boolean {
  return [provenOn, ...alsoProvenOn].some((one) => one?.engine.name.startsWith("Podman"));
}

/** Podman raises added capabilities to ambient ones for a user other than root; measured on 5.4.2. */
export function ambientLosses(profile: Profile): FieldLoss[] {
  const { user, capabilities } = profile;
  if (user.uid === 0 || capabilities.required.length === 0 || provenOnPodman(profile)) return [];
  return [
    {
      kind: "weaker",
      code: "ambient-capabilities",
      field: "capabilities.required",
      wanted: `${capabilities.required.join(", ")} for files that have them as file capabilities`,
      got: `${capabilities.required.join(", ")} for every program of user ${user.uid}`,
      reason: "for a user other than root, Podman makes added capabilities ambient",
      remedy: "Prove the profile on Podman, where they may not be needed: hullproof verify --record PROFILE",
    },
  ];
}

/** A unit recreates its container at each start, and removes it with its anonymous volumes (podman-systemd.unit(5)). */
export function newAtEachStart({ anonymousVolumes = [] }: Profile): FieldLoss[] {
  return anonymousVolumes.map(({ path }, at) => ({
    kind: "differs",
    code: "volume-new-at-each-start",
    field: `anonymousVolumes[${at}]`,
    wanted: `${path} kept over a restart`,
    got: "a new one at each start of the unit",
    reason: "a unit removes its container, and volumes without a name, when it stops",
    remedy: `Name it where its data has to last: Volume=NAME:${path}`,
  }));
}

/** Losses of Podman's `--tmpfs`. */
export function podmanTmpfsLosses(profile: Profile): FieldLoss[] {
  const { tmpfs, user } = profile;
  return tmpfs.flatMap((mount, at): FieldLoss[] => [
    ...(hasPodmanOwner(mount, user)
      ? []
      : [
          {
            kind: "differs",
            code: "tmpfs-owner",
            field: `tmpfs[${at}].uid`,
            wanted: `${mount.path} of ${mount.uid}:${mount.gid}`,
            got: "0:0",
            reason: "a tmpfs of Podman belongs to root or to the user that the container runs as",
            remedy: `Mount a volume at ${mount.path} that belongs to ${mount.uid}:${mount.gid}`,
          } as const,
        ]),
    ...(provenOnPodman(profile)
      ? []
      : [
          {
            kind: "weaker",
            code: "tmpfs-inodes",
            field: `tmpfs[${at}].inodes`,
            wanted: `${inodesOf(mount)} files at ${mount.path}`,
            got: "as many as the memory limit has room for",
            reason: "Podman takes no nr_inodes",
            remedy: "Prove the profile on Podman: hullproof verify --record PROFILE",
          } as const,
        ]),
  ]);
}

/** `mayKeep`: see `readOnlyOnPodman`. Until 4.6 /dev stays writable (containers/podman#19422). */
export function readOnlyDevLosses(profile: Profile, version: string, mayKeep: boolean): FieldLoss[] {
  if (readOnlyOnPodman(profile, mayKeep).ownTmpfs || !atLeast(version, "4.7")) return [];
  const remedy = mayKeep ? "Mount the volume elsewhere" : "Write it for Podman 4.8 or later";
  return [
    {
      kind: "stronger",
      code: "read-only-dev",
      wanted: "a /dev in which files can be made",
      got: "a read-only /dev, with a writable /dev/shm",
      reason: mayKeep
        ? "a volume at /run, /tmp or /var/tmp takes --read-only-tmpfs=false, which makes /dev read-only"
        : "the generator of Podman 4.7 passes --read-only-tmpfs=false, which makes /dev read-only",
      remedy: `${remedy}, if the service makes files in /dev`,
    },
  ];
}

/** Relative folders start at the unit's folder; before 4.5 they were not supported. */
export function relativeLosses({ volumes }: Profile, version: string): FieldLoss[] {
  return volumes.flatMap(({ from }, at): FieldLoss[] => {
    if (from === undefined || /^[/~]/.test(from)) return [];
    const resolvesRelative = atLeast(version, "4.5");
    return [
      {
        kind: resolvesRelative ? "moved" : "unsupported",
        code: "relative-folder",
        field: `volumes[${at}].from`,
        wanted: from,
        got: resolvesRelative ? `${from} beside the unit` : from,
        reason: resolvesRelative
          ? "the generator begins at the unit's folder"
          : "before Podman 4.5 the generator takes no relative folder",
        remedy: resolvesRelative ? `${from} lies beside the unit` : "Name it from the root on",
      },
    ];
  });
}

/** An empty word ends the list of words. With an entrypoint, its key can contain all words as JSON. */
export function emptyWordLosses({
  entrypoint,
  command = [],
}: Pick<PrintedSpec, "entrypoint" | "command">): FieldLoss[] {
  if (entrypoint !== undefined || !command.includes("")) return [];
  return [
    {
      kind: "unsupported",
      code: "empty-word",
      wanted: JSON.stringify(command),
      got: JSON.stringify(command.slice(0, command.indexOf(""))),
      reason: "an empty word ends the list that Exec= takes",
      remedy: "Declare the entrypoint as well, so that all words can be said in one",
    },
  ];
}
