import type { Advisory } from "../../domain/advisory.ts";
import type { Lookup } from "./lookups.ts";

/** `.module+el8.6.0+...` of Red Hat and Rocky, `.module_el8.6.0+...` of AlmaLinux: packages of a module stream. */
const modular = /\.module[_+]/;

/**
 * Whether a statement may speak of a package at all: streams of a module are packages of their own, whose versions say nothing of each other
 * nor of the package outside of modules (https://docs.fedoraproject.org/en-US/modularity/). Where only one side names its stream, a
 * stream that is a number (`nodejs:18`, `ruby:2.7`) has to begin the other's version.
 */
export function isSameStream(advisory: Advisory, { module, version }: Lookup): boolean {
  const bounds = advisory.ranges.flatMap(({ fixed, lastAffected }) => fixed ?? lastAffected ?? []);
  const isModularStatement = advisory.module !== undefined || bounds.some((bound) => modular.test(bound));
  const isModularPackage = module !== undefined || modular.test(version);
  if (isModularStatement !== isModularPackage) return false;
  if (!isModularStatement) return true;
  if (advisory.module !== undefined && module !== undefined) return advisory.module === module;
  const stream = /:([0-9]+(?:\.[0-9]+)*)$/.exec(advisory.module ?? module ?? "")?.[1];
  const others = advisory.module === undefined && module !== undefined ? bounds : [version];
  if (stream !== undefined) return others.some((text) => startsWith(text, stream));
  return bounds.length === 0 || bounds.some((bound) => majorOf(bound) === majorOf(version));
}

function startsWith(version: string, stream: string): boolean {
  const bare = version.replace(/^[0-9]+:/, "");
  return bare === stream || bare.startsWith(`${stream}.`) || bare.startsWith(`${stream}-`);
}

function majorOf(version: string): string {
  return /^(?:[0-9]+:)?([0-9]+)/.exec(version)?.[1] ?? "";
}

export function isSameArchitecture({ architectures }: Advisory, { architecture }: Lookup): boolean {
  if (architectures === undefined || architectures.length === 0 || architecture === undefined) return true;
  return architecture === "noarch" || architecture === "all" || architectures.includes(architecture);
}
