import type { PackageNeeds } from "../../../domain/image/package-need.ts";
import type { SlimResult } from "../../../domain/report/slim-result.ts";
import type { ObservedFiles } from "../../../domain/workload/observation.ts";
import { startedCommands } from "../../../facts/need/started.ts";
import {
  developmentModulesFact,
  unusedPackagesFact,
  type DevelopmentModulesFact,
  type UnusedPackagesFact,
} from "../../../facts/need/unused-packages.ts";
import { unopenedModules } from "../../../facts/need/unopened-modules.ts";
import { slimPlan } from "../../../facts/slim/slim-plan.ts";
import type { Context } from "../../context.ts";
import type { Build } from "../../image-build/builds.ts";
import type { Project } from "../../image-build/project.ts";
import { needImageOf, needsIn } from "../../image/needs-in.ts";
import { readFacts, type AnalyzedImage } from "../../image/read-facts.ts";
import type { Permitted } from "../../workload/workload-for.ts";
import { nothingRemoved, toResult } from "./slim-results.ts";

/** What `--slim` would try on a hardened image, by what its workload opened. */
export async function slimAvailable(
  full: Build,
  observed: ObservedFiles,
  { project, permitted }: { readonly project: Project; readonly permitted: Permitted },
  context: Context,
): Promise<SlimResult> {
  const { read, needs } = await readNeeds(full, observed, permitted, project, context);
  const image = needImageOf(read);
  const modules = isDeclared(permitted) ? unopenedModules(image, needs) : [];
  const plan = slimPlan(image, needs, { ...project.config.slim, isDeclared: isDeclared(permitted) });
  if ("refused" in plan) return { ...nothingRemoved, status: "none", reason: plan.refused, modules };
  return { ...nothingRemoved, status: "available", packages: plan.packages.map(toResult), modules };
}

/** What the original did not need, for rules on lines that install. */
export async function unusedIn(
  full: Build,
  observed: ObservedFiles,
  { project, permitted }: { readonly project: Project; readonly permitted: Permitted },
  context: Context,
): Promise<{
  readonly unusedPackages?: UnusedPackagesFact;
  readonly developmentModules?: DevelopmentModulesFact;
}> {
  if (!isDeclared(permitted)) return {};
  const { read, needs } = await readNeeds(full, observed, permitted, project, context);
  const image = needImageOf(read);
  const unusedPackages = unusedPackagesFact(image, needs);
  const developmentModules = developmentModulesFact(image, needs);
  return { ...(unusedPackages && { unusedPackages }), ...(developmentModules && { developmentModules }) };
}

/** Only declared steps show what a service needs; a job needs what it used from its start to its end. */
export function isDeclared({ workload }: Permitted): boolean {
  return workload.origin !== "image" && (workload.steps.length > 0 || workload.ready.kind === "ended");
}

export async function readNeeds(
  full: Build,
  observed: ObservedFiles,
  { workload }: Permitted,
  { config }: Project,
  { signal, cacheFolder }: Context,
): Promise<{ readonly read: AnalyzedImage; readonly needs: PackageNeeds }> {
  const read = await readFacts(full.facts.image, { needs: true }, { signal, cacheFolder });
  const commands = startedCommands(
    { ...read.read.config, entrypoint: workload.entrypoint ?? [], cmd: workload.command ?? [] },
    workload,
  );
  return { read, needs: await needsIn(read, { files: observed, commands, ...config.slim }, signal) };
}
