// A profile, emitted and read again by the readers that `check` uses, is the same profile but for the losses that the emitter declares.
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { podmansOwnPlaces } from "../src/data/podmans-own-places.ts";
import type { Loss } from "../src/domain/profile/loss.ts";
import type { Profile } from "../src/domain/profile/profile.ts";
import type { Emission } from "../src/dialects/emitter.ts";
import compose from "../src/dialects/compose/emit/compose.ts";
import dockerRun from "../src/dialects/run-line/emit/docker-run.ts";
import podmanRun from "../src/dialects/run-line/emit/podman-run.ts";
import kubernetes from "../src/dialects/kubernetes/emit/kubernetes.ts";
import quadlet from "../src/dialects/quadlet/emit/quadlet.ts";
import { qualifiedImage } from "../src/dialects/text/qualified-image.ts";
import { ofQuadlet } from "../src/dialects/quadlet/read.ts";
import { ofRunLines } from "../src/dialects/run-line/read.ts";
import { ofManifest } from "../src/dialects/kubernetes/read.ts";
import { podsFact } from "../src/facts/pod-security/pods-fact.ts";
import { readManifest } from "../src/formats/kubernetes/read-manifest.ts";
import { runLines } from "../src/formats/command-line/run-lines.ts";
import { parseUnit } from "../src/formats/quadlet/unit-file.ts";
import { shownEnv, suppliedBy } from "../src/secrets/env-by-name.ts";
import { composeContainers } from "./compose-containers.ts";
import { arbitraryProfile } from "./emit/arbitrary-profile.ts";
import { ofContainer, ofProfile, type Comparable } from "./emit/profile-of-container.ts";

const only = <T>(list: readonly T[]): T => {
  expect(list).toHaveLength(1);
  return list[0] as T;
};
const textOf = ({ files }: Emission): string => only(files).text;
const suppliedNames = ({ workload }: Profile): string[] =>
  Object.entries(shownEnv(workload.env)).flatMap(([name, value]) => (suppliedBy(value) === undefined ? [] : [name]));

/** Losses of what `Comparable` does not hold, or holds alike: who gains a capability, who owns a volume. */
const beside = /\.owner$|^prepared\b|^capabilities\.required$|\.from$|^workload\.companions\b/;

/** Both sides without what is declared as lost. */
function without(all: Comparable, losses: readonly Loss[], profile: Profile): Comparable {
  const left: Record<string, unknown> = { ...all };
  for (const { field } of losses) {
    const [, index, part = ""] = /^tmpfs\[(\d+)\]\.(\w+)$/.exec(field) ?? [];
    const path = profile.tmpfs[Number(index)]?.path;
    const mounts = left["tmpfs"] as readonly Record<string, unknown>[];
    const parts = part === "uid" ? ["uid", "gid"] : [part];
    if (index !== undefined)
      left["tmpfs"] = mounts.map((mount) =>
        mount["path"] === path ? { ...mount, ...Object.fromEntries(parts.map((one) => [one, "lost"])) } : mount,
      );
    else if (!beside.test(field)) {
      const [root = ""] = /^(?:workload\.)?\w+/.exec(field) ?? [];
      // Both are one list of words.
      left[root === "workload.entrypoint" ? "workload.command" : root] = "lost";
    }
  }
  return left;
}

function expectSame(profile: Profile, { losses }: Emission, read: Comparable): void {
  expect(without(read, losses, profile)).toEqual(without(ofProfile(profile), losses, profile));
}

/**
 * What keeps a root read-only on Podman is no part of the profile: a tmpfs that is /dev/shm, whose size is `shmBytes`, and read-only ones, which have no
 * mode and no size, where Podman would mount writable ones.
 */
function withoutPodmansOwn(read: Comparable, { readOnlyRootfs, tmpfs }: Profile): Comparable {
  const mounts = read["tmpfs"] as readonly {
    readonly path: string;
    readonly mode?: string;
    readonly sizeBytes: number;
  }[];
  const own = new Set(tmpfs.map(({ path }) => path));
  const isPodmans = ({ path, mode, sizeBytes }: (typeof mounts)[number]) =>
    readOnlyRootfs &&
    !own.has(path) &&
    (path === "/dev/shm" || (podmansOwnPlaces.has(path) && mode === undefined && sizeBytes === 0));
  return { ...read, tmpfs: mounts.filter((mount) => !isPodmans(mount)) } as Comparable;
}

const runs = { numRuns: 300 };

describe("a profile comes back as it was emitted, but for its declared losses", () => {
  it.each([undefined, "20.10"])("docker run, Docker %s", (version) => {
    fc.assert(
      fc.property(arbitraryProfile, (profile) => {
        const emission = dockerRun.emit(profile, version === undefined ? {} : { version });
        const container = only(ofRunLines(runLines("run.sh", textOf(emission))).containers);
        const read = ofContainer(container) as { volumes: { source?: string }[] };
        const volumes = read.volumes.map((one) => ({ ...one, source: one.source?.replace(/^\$PWD\//, "") }));
        expectSame(profile, emission, { ...read, volumes });
      }),
      runs,
    );
  });

  it.each(["4.3", "5.4"])("podman run, Podman %s", (version) => {
    fc.assert(
      fc.property(arbitraryProfile, (profile) => {
        const emission = podmanRun.emit(profile, { version });
        const read = ofContainer(only(ofRunLines(runLines("run.sh", textOf(emission))).containers));
        const name = qualifiedImage(profile.image.name);
        expectSame({ ...profile, image: { ...profile.image, name } }, emission, withoutPodmansOwn(read, profile));
      }),
      runs,
    );
  });

  it("Compose", () => {
    fc.assert(
      fc.property(arbitraryProfile, (profile) => {
        const emission = compose.emit(profile);
        const container = only(composeContainers(textOf(emission)).containers);
        expectSame(profile, emission, ofContainer(container));
      }),
      runs,
    );
  });

  it.each(["4.4", "4.8", "5.4", "6.0"])("Quadlet, Podman %s", (version) => {
    fc.assert(
      fc.property(arbitraryProfile, (profile) => {
        const emission = quadlet.emit(profile, { version });
        const text = textOf(emission);
        const unit = parseUnit("app.container", text);
        expect(unit.problems).toEqual([]);
        const container = only(ofQuadlet(unit, new Map([["app.container", text]])).containers);
        expect(container.unknown).toBeUndefined();
        const image = qualifiedImage(profile.image.name).replace(/\.(?:build|image)$/, "$&:latest");
        const read = ofContainer(container, suppliedNames(profile));
        expectSame(
          { ...profile, image: { ...profile.image, name: image } },
          emission,
          withoutPodmansOwn(read, profile),
        );
      }),
      runs,
    );
  });

  // Of a pod these are said elsewhere or in other units, and its own tests look at them: mounts by claims, CPUs rounded up, ports without an address.
  const same = [
    "image",
    "user",
    "capabilities",
    "seccomp",
    "noNewPrivileges",
    "readOnlyRootfs",
    "memoryBytes",
    "sysctls",
    "workload.command",
  ];
  it("Kubernetes: what confines the container", () => {
    fc.assert(
      fc.property(arbitraryProfile, (profile) => {
        const emission = kubernetes.emit(profile);
        const text = emission.files[0]?.text ?? "";
        const container = only(ofManifest(podsFact(readManifest("app.yaml", text), 35)).containers);
        const read = without(ofContainer(container), emission.losses, profile);
        const wanted = without(ofProfile(profile), emission.losses, profile);
        for (const field of same) expect([field, read[field]]).toEqual([field, wanted[field]]);
      }),
      runs,
    );
  });
});
