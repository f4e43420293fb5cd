import { defaultCapabilities } from "../../domain/profile/capability.ts";
import type { ImageInfo } from "../../domain/image/image-info.ts";
import type { Profile } from "../../domain/profile/profile.ts";
import type { HardenResult, Snapshot } from "../../domain/report/report.ts";
import type { AskedBuild } from "../build/ask-build.ts";
import type { KnownVulnerabilities } from "../scan/known-vulnerabilities.ts";
import type { Updates } from "../scan/updates.ts";

/** One column of the before/after table: an image, and what a container of it is given without or with a profile. */
export function snapshot(
  name: string,
  image: ImageInfo,
  { own, flaws, base }: AskedBuild,
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
    ...pending(own),
    ...known(flaws),
    ...(base && { base: { name: base.name, ...(standIn !== undefined && { standIn }), ...pending(base.asked) } }),
    ...(profile === undefined ? engineDefaults(image) : underProfile(profile)),
  };
}

/** What was built in place of each base: its mirror, or where the engine has both names for one image the other name. */
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

function pending(asked: Updates): Pick<Snapshot, "pendingUpdates" | "pendingCves"> {
  if ("missing" in asked) return {};
  const { pending: updates } = asked.updates;
  return { pendingUpdates: updates.length, pendingCves: new Set(updates.flatMap(({ cves }) => cves)).size };
}

/** Each vulnerability once, without those that someone set aside or that the vendor calls negligible. */
function known({ fact }: KnownVulnerabilities): Pick<Snapshot, "knownFlaws" | "graveFlaws"> {
  if ("missing" in fact) return {};
  const counted = fact.flaws.filter(({ severity }) => severity !== "negligible");
  const grave = counted.filter(({ severity }) => severity === "critical" || severity === "high");
  return { knownFlaws: ids(counted), graveFlaws: ids(grave) };
}

function ids(flaws: readonly { readonly id: string }[]): number {
  return new Set(flaws.map(({ id }) => id)).size;
}

/** What `docker run IMAGE` gives when nothing is asked for. */
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
