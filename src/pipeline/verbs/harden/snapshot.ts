import { defaultCapabilities } from "../../../domain/profile/capability.ts";
import type { ImageInfo } from "../../../domain/image/image-info.ts";
import type { Profile } from "../../../domain/profile/profile.ts";
import type { HardenResult, Snapshot } from "../../../domain/report/report.ts";
import type { AskedBuild } from "../../image-build/ask-build.ts";
import type { KnownVulnerabilities } from "../../vulnerabilities/known-vulnerabilities.ts";
import type { Updates } from "../../vulnerabilities/updates.ts";

/** One column of the before/after table: an image, and a container's settings with or without a profile. */
export function snapshot(
  name: string,
  image: ImageInfo,
  { updates, flaws, base }: AskedBuild,
  standIn: string | undefined,
  profile?: Profile,
): Snapshot {
  return {
    image: name,
    digest: image.digest,
    sizeBytes: image.sizeBytes,
    layers: image.layers.length,
    wastedBytes: image.waste.bytes,
    packages: image.packages.length,
    setuidFiles: image.setuid.length,
    ...countPendingUpdates(updates),
    ...countKnownVulnerabilities(flaws),
    ...(base && {
      base: { name: base.name, ...(standIn !== undefined && { standIn }), ...countPendingUpdates(base.updates) },
    }),
    ...(profile === undefined ? engineDefaults(image) : underProfile(profile)),
  };
}

/** Images built instead of each base: its mirror, or another name of the same image on the engine. */
export function standInsOf(
  { before, after }: { readonly before: AskedBuild; readonly after: AskedBuild },
  mirrors: HardenResult["mirrors"],
): { readonly before: string | undefined; readonly after: string | undefined } {
  const mirrorOf = ({ base }: AskedBuild) => mirrors.find(({ image }) => image === base?.name)?.mirror;
  const isOne =
    before.base !== undefined &&
    before.base.name !== after.base?.name.split("@")[0] &&
    before.base.info.digest === after.base?.info.digest;
  return { before: mirrorOf(before), after: mirrorOf(after) ?? (isOne ? before.base?.name : undefined) };
}

function countPendingUpdates(updateAnswer: Updates): Pick<Snapshot, "pendingUpdates" | "pendingCves"> {
  if ("missing" in updateAnswer) return {};
  const { pending: updates } = updateAnswer.updates;
  return { pendingUpdates: updates.length, pendingCves: new Set(updates.flatMap(({ cves }) => cves)).size };
}

/** Counts each vulnerability once, without suppressed ones and those that the vendor calls negligible. */
function countKnownVulnerabilities({ fact }: KnownVulnerabilities): Pick<Snapshot, "knownFlaws" | "graveFlaws"> {
  if ("missing" in fact) return {};
  const relevant = fact.openVulnerabilities.filter(({ severity }) => severity !== "negligible");
  const grave = relevant.filter(({ severity }) => severity === "critical" || severity === "high");
  return { knownFlaws: ids(relevant), graveFlaws: ids(grave) };
}

function ids(flaws: readonly { readonly id: string }[]): number {
  return new Set(flaws.map(({ id }) => id)).size;
}

/** Settings of `docker run IMAGE` without options. */
function engineDefaults(image: ImageInfo) {
  return {
    user: image.user === "" ? "root" : image.user,
    capabilities: defaultCapabilities.length,
    readOnlyRootfs: false,
    writablePaths: "all" as const,
    noNewPrivileges: false,
  };
}

function underProfile(profile: Profile) {
  const { user, capabilities, readOnlyRootfs, tmpfs, volumes, anonymousVolumes = [] } = profile;
  const { noNewPrivileges, memoryBytes, cpus, pids } = profile;
  return {
    user: `${user.uid}:${user.gid}`,
    capabilities: capabilities.required.length,
    readOnlyRootfs,
    writablePaths: readOnlyRootfs
      ? [...tmpfs, ...volumes, ...anonymousVolumes].map(({ path }) => path).sort()
      : ("all" as const),
    noNewPrivileges,
    memoryBytes,
    ...(cpus !== undefined && { cpus }),
    pids,
  };
}
