import type { ImageInfo } from "../../domain/image/image-info.ts";
import type { Remedy } from "../../domain/advisory/remedy.ts";
import type { Vulnerability, VulnerabilityStatus } from "../../domain/advisory/vulnerability.ts";
import { bumpCommand, holderOf, isUpgradable, toolChainOf, upgradeCommand } from "../../facts/managers/remedies.ts";
import { programSource } from "./program-source.ts";
import type { Surroundings } from "./surroundings.ts";
import { compareText } from "../../text/compare-text.ts";
import { purlType } from "./purl-type.ts";
import type { RemediationStep } from "./step-of.ts";

export type RemedyText = Pick<Remedy, "title" | "command" | "notes">;
type Packages = Remedy["packages"];

const unfixed: Readonly<Record<VulnerabilityStatus, string>> = {
  fixed: "No fix yet",
  affected: "No fix yet",
  deferred: "Deferred: the vendor will fix these some day",
  "will-not-fix": "The vendor will not fix these",
  unknown: "No one can tell whether these versions are affected",
};

/** What to do about the vulnerabilities of one step, in words and as a command. */
export function remedyText(
  step: RemediationStep,
  vulnerabilities: readonly Vulnerability[],
  packages: Packages,
  surroundings: Surroundings,
): RemedyText {
  const [first] = packages;
  const count = countText(new Set(packages.map(({ name }) => name)).size, "package");
  switch (step.kind) {
    case "none":
      return { title: `${unfixed[vulnerabilities[0]?.status ?? "affected"]}: ${count}`, notes: [] };
    case "rebuild":
      return rebuild(packages, count, surroundings);
    case "upgrade":
      return upgrade(step.type, packages, surroundings);
    case "runtime": {
      const { name = "", installed = "", to } = first ?? {};
      const toolChain = toolChainOf(step.type, name);
      const called = toolChain?.title ?? name;
      return {
        title: `${toolChain === undefined ? "Move to" : "Build with"} ${called} ${to ?? "with the fixes"}${to === undefined ? "" : " or newer"} in place of ${installed}`,
        notes: [
          `found in ${places(vulnerabilities)}`,
          ...(toolChain === undefined ? broughtBy(vulnerabilities, packages, surroundings) : []),
        ],
      };
    }
    case "dependency":
      return dependency(step.type, vulnerabilities, packages, surroundings);
  }
}

function rebuild(packages: Packages, count: string, surroundings: Surroundings): RemedyText {
  const { base, canUpgrade } = surroundings;
  const system = packages.filter(({ purl }) => isUpgradable(purlType(purl)));
  const type = purlType(system[0]?.purl ?? "");
  const upgradeText = upgradeCommand(
    type,
    surroundings.os,
    system.map(({ name }) => name),
  );
  return {
    title: `Rebuild on a newer ${base?.name ?? "base image"}: ${count} came with it`,
    command: "docker build --pull --no-cache .",
    notes: [
      ...(base === undefined ? [] : [`of the base, since ${base.how}`]),
      ...newerTags(packages),
      ...(upgradeText === undefined || canUpgrade === false ? [] : [`while no newer base is out: RUN ${upgradeText}`]),
      ...notOffered(type, system, surroundings),
    ],
  };
}

/** Programs of a base come with its tag: `python:3.11.2-slim`. */
function newerTags(packages: Packages): string[] {
  const programs = packages.filter(({ purl, to }) => /^pkg:(?:generic|bitnami)\//.test(purl) && to !== undefined);
  return programs.map(({ name, installed, to }) => `a tag with ${name} ${to} or newer in place of ${installed}`);
}

/** Without the Dockerfile, it is unknown whether a base image contained it. */
function broughtBy(
  vulnerabilities: readonly Vulnerability[],
  packages: Packages,
  { image, base }: Surroundings,
): string[] {
  if (image === undefined) return [];
  const sources = new Set(vulnerabilities.flatMap(({ installed, layer }) => programSource(image, installed, layer)));
  const isKnown = image.layers.some(({ line }) => line !== undefined);
  const tags = isKnown
    ? []
    : newerTags(packages).map((tag) => `where ${base?.name ?? "a base image"} brought it: ${tag}`);
  return [...sources, ...tags];
}

function upgrade(type: string, packages: Packages, surroundings: Surroundings): RemedyText {
  const { os, canUpgrade } = surroundings;
  const names = [...new Set(packages.map(({ name }) => name))];
  const system = os.prettyName ?? os.id ?? "the distribution";
  const title = `Upgrade ${names.length === 1 ? names[0] : countText(names.length, "package")} of ${system}`;
  if (canUpgrade === false)
    return { title, notes: ["the image has no package manager: rebuild the layers that brought them"] };
  const command = upgradeCommand(type, os, names);
  return { title, ...(command !== undefined && { command }), notes: notOffered(type, packages, surroundings) };
}

/** Packages whose fix is not in the image's sources today, if those were read. */
function notOffered(type: string, packages: Packages, { updates, newest }: Surroundings): string[] {
  if (updates === undefined) return [];
  const offered = new Map(updates.pending.map(({ name, candidate }) => [name, candidate]));
  const lacking = packages.filter(({ name, to }) => {
    const candidate = offered.get(name);
    return to !== undefined && (candidate === undefined || newest(type, [candidate, to], name) !== candidate);
  });
  if (lacking.length === 0) return [];
  const names = [...new Set(lacking.map(({ name }) => name))];
  return [`the image's own sources do not offer the fix of ${firstOf(names)}: is the security archive among them?`];
}

function dependency(
  type: string,
  vulnerabilities: readonly Vulnerability[],
  packages: Packages,
  { packages: imagePackages, newest }: Surroundings,
): RemedyText {
  const { name = "" } = packages[0] ?? {};
  const fixes = packages.flatMap(({ to }) => to ?? []);
  const from = [...new Set(packages.map(({ installed }) => installed))].join(", ");
  const holder = vulnerabilities.map(({ path }) => holderOf(path)).find((one) => one !== undefined);
  const target = fixes.length < packages.length ? undefined : newest(type, [...new Set(fixes)], name);
  const title = `Bump ${name} from ${from} to ${target ?? "a version with the fixes"}`;
  if (holder !== undefined && holder.name !== name) {
    const only = `${holder.name} brings its own copy: only another ${holder.name} has another ${name}`;
    return {
      title,
      ...(holder.command !== undefined && { command: holder.command }),
      notes: [only, `in ${places(vulnerabilities)}`],
    };
  }
  const purls = new Set(packages.map(({ purl }) => purl));
  const needing = imagePackages.filter(({ dependsOn }) => dependsOn?.some((purl) => purls.has(purl)));
  const needed = [...new Set(needing.map((one) => one.name))].sort(compareText);
  const command = target === undefined ? undefined : bumpCommand(type, name, target);
  return {
    title,
    ...(command !== undefined && { command }),
    notes: [
      ...(needed.length === 0 ? [] : [`needed by ${firstOf(needed)}, which may have to be bumped with it`]),
      `in ${places(vulnerabilities)}`,
    ],
  };
}

function places(vulnerabilities: readonly Vulnerability[]): string {
  return firstOf([...new Set(vulnerabilities.map(({ path }) => path))].sort(compareText));
}

function firstOf(names: readonly string[], maxNames = 3): string {
  const nameText = names.slice(0, maxNames).join(", ");
  return names.length > maxNames ? `${nameText} and ${names.length - maxNames} more` : nameText;
}

function countText(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** Whether the image has a package manager that it could be upgraded with. */
export function hasPackageManager({ programs }: Pick<ImageInfo, "programs">): boolean {
  return programs.some(({ kind }) => kind === "package-manager");
}
