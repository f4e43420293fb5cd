import type { ImageConfiguration, SbomContents, ImageInfo, SecretFound } from "../../domain/image/image-info.ts";
import type { ImageConfig } from "../../domain/image/image-config.ts";
import type { ImageScan } from "../../domain/image/image-scan.ts";
import type { DockerfileFact } from "../dockerfile/dockerfile.ts";
import { accounts, accountsProbe } from "./accounts-probe.ts";
import { findDuplicates } from "./duplicates.ts";
import { notableFiles } from "./notable-files.ts";
import { sshInfo } from "./ssh-info.ts";
import { sshdProbe } from "./sshd-probe.ts";
import { layerContents, layerInfos } from "./layers.ts";
import { osReleaseProbe } from "./os-release-probe.ts";
import { oldReleasePaths, osReleasePaths } from "./os.ts";
import { findPackages, type FoundPackages } from "../packages/find-packages.ts";
import { redactSetting, redactWords } from "../secrets/redact.ts";
import { mergeLayers } from "../tree/merge-layers.ts";
import type { Tree } from "../tree/tree.ts";
import { valueAt, valuesOf } from "../tree/values.ts";
import { findWaste } from "./waste.ts";

export interface MoreFacts {
  /** That the image was built from: layers get the lines of their instructions. */
  readonly dockerfile?: DockerfileFact;
  /** Of `duplicateCandidates`; without it duplicates stay unknown. */
  readonly hashes?: ReadonlyMap<string, string>;
  /** Results of optional inspections. */
  readonly secrets?: readonly SecretFound[];
}

/** The parts in an SBOM. */
export function imageContents(read: ImageScan, tree: Tree = mergeLayers(read.layers)): SbomContents {
  const os = findOs(tree);
  const { packages, unread, withoutVersion } = findPackages(tree, os);
  return contentsOf(read, { os, layers: read.layers.map(layerContents), packages, unread, withoutVersion });
}

/** All facts of an image. */
export function imageInfo(
  read: ImageScan,
  { dockerfile, hashes, secrets }: MoreFacts = {},
  tree: Tree = mergeLayers(read.layers),
): ImageInfo {
  const wasted = findWaste(tree);
  const layers = layerInfos(read, tree, wasted, dockerfile);
  const os = findOs(tree);
  const { withFiles, ownerOf, unread, withoutVersion } = findPackages(tree, os);
  const packages = withFiles();
  const contents = contentsOf(read, { os, layers, packages, unread, withoutVersion });
  const wastedBytes = wasted.reduce((sum, { bytes }) => sum + bytes, 0);
  return {
    ...contents,
    user: read.config.user,
    config: { ...contents.config, ...configuration(read.config) },
    layers,
    packages,
    waste: {
      bytes: wastedBytes,
      paths: wasted,
      efficiency: contents.sizeBytes === 0 ? 1 : Math.round((1 - wastedBytes / contents.sizeBytes) * 10_000) / 10_000,
      ...(hashes === undefined ? {} : { duplicates: findDuplicates(tree, hashes) }),
    },
    ...notableFiles(tree, ownerOf),
    ...accountFacts(tree),
    ...(secrets === undefined ? {} : { secrets }),
  };
}

function contentsOf(
  read: ImageScan,
  {
    os,
    layers,
    packages,
    unread,
    withoutVersion,
  }: Pick<SbomContents, "os" | "layers" | "packages"> & Pick<FoundPackages, "unread" | "withoutVersion">,
): SbomContents {
  const compressed = read.layers.map(({ compressedBytes }) => compressedBytes);
  const allUnread = read.layers
    .flatMap(({ index, unread: files }) => files.map(({ path, reason }) => ({ path, layer: index, reason })))
    .concat(unread)
    .sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0) || a.layer - b.layer);
  return {
    digest: read.digest,
    ...(read.manifestDigest === undefined ? {} : { manifestDigest: read.manifestDigest }),
    sizeBytes: layers.reduce((sum, { bytes }) => sum + bytes, 0),
    ...(compressed.includes(undefined) || compressed.length === 0
      ? {}
      : { compressedBytes: compressed.reduce((sum: number, bytes) => sum + (bytes ?? 0), 0) }),
    config: origin(read.config),
    os,
    layers,
    packages,
    ...(allUnread.length === 0 ? {} : { unread: allUnread }),
    ...(withoutVersion.length === 0 ? {} : { withoutVersion }),
  };
}

function findOs(tree: Tree): ImageInfo["os"] {
  for (const path of [...osReleasePaths, ...oldReleasePaths]) {
    const os = valueAt(tree, osReleaseProbe, path);
    if (os !== undefined) return os;
  }
  return {};
}

function accountFacts(tree: Tree): Pick<ImageInfo, "accounts" | "groups" | "ssh"> {
  const passwd = valueAt(tree, accountsProbe, "/etc/passwd");
  const shadow = valueAt(tree, accountsProbe, "/etc/shadow");
  const group = valueAt(tree, accountsProbe, "/etc/group");
  const ssh = sshInfo(valuesOf(tree, sshdProbe).filter(({ shown }) => shown));
  return {
    ...(passwd?.kind === "passwd"
      ? { accounts: accounts(passwd.users, shadow?.kind === "shadow" ? shadow.passwords : undefined) }
      : {}),
    ...(group?.kind === "group" ? { groups: group.groups } : {}),
    ...(ssh === undefined ? {} : { ssh }),
  };
}

function origin({ architecture, os, created, labels }: ImageConfig): SbomContents["config"] {
  return {
    architecture,
    os,
    ...(created === "" ? {} : { created }),
    labels: Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, redactSetting(name, value)])),
  };
}

function configuration(config: ImageConfig): Omit<ImageConfiguration, keyof SbomContents["config"]> {
  const { user, env, entrypoint, cmd, workingDir, exposedPorts, volumes } = config;
  const test = healthTest(config.healthcheck);
  return {
    user,
    env: env.map(redacted),
    entrypoint: redactWords(entrypoint),
    cmd: redactWords(cmd),
    workingDir,
    exposedPorts,
    volumes,
    ...(config.stopSignal === "" ? {} : { stopSignal: config.stopSignal }),
    ...(test === undefined ? {} : { healthcheck: redactWords(test) }),
  };
}

/** `NAME=value`, with a secret in it masked: a report goes to more people than the image. */
function redacted(setting: string): string {
  const at = setting.indexOf("=");
  return at < 1 ? setting : `${setting.slice(0, at)}=${redactSetting(setting.slice(0, at), setting.slice(at + 1))}`;
}

function healthTest(healthcheck: unknown): readonly string[] | undefined {
  if (typeof healthcheck !== "object" || healthcheck === null || !("Test" in healthcheck)) return undefined;
  const { Test: test } = healthcheck;
  return Array.isArray(test) ? test.filter((part) => typeof part === "string") : undefined;
}
