import { dirname } from "node:path";
import { ownLists } from "../../consent/decide.ts";
import { workloadReach } from "../../consent/workload-reach.ts";
import { Failure } from "../../domain/failure.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { ComposeServices } from "../../sources/compose/read-services.ts";
import type { ServiceWorkloads } from "../../sources/compose/service-workloads.ts";
import { requestConsent, askerIn, placesOf } from "../consent/request-consent.ts";
import type { Context } from "../context.ts";
import { declaredByFlags } from "../workload/declared-by-flags.ts";
import { withCallerValues } from "../workload/caller-values.ts";
import { hiddenArguments, mergeWorkloads, withInternet, type WorkloadDeclaration } from "../workload/workload-for.ts";

/** The service for the steps: the named one, else the only one with a published port, else the only one. Throws `bad-usage`. */
export function entryOf({ services }: ComposeServices, config: Config, { workloadFlags = {} }: Context): string {
  const names = Object.keys(services).toSorted();
  const requestedService = workloadFlags.service ?? config.workload?.compose?.service;
  const published = names.filter((name) => (ownValue(services, name)?.ports ?? []).length > 0);
  const entryName =
    requestedService ?? (published.length === 1 ? published[0] : names.length === 1 ? names[0] : undefined);
  const hint = `It has: ${names.join(", ")}.`;
  if (names.length === 0)
    throw new Failure("bad-usage", "The project starts no service.", { hint: "Name a Compose file that has one." });
  if (entryName === undefined)
    throw new Failure("bad-usage", "Which service are the steps done at? The project does not tell.", {
      hint: `Name it: --service NAME, or workload: { compose: { service: NAME } } in hullproof.yaml. ${hint}`,
    });
  if (ownValue(services, entryName) === undefined)
    throw new Failure("bad-usage", `The project starts no service ${entryName}.`, { hint });
  return entryName;
}

/**
 * The entry's workload from the command line, `hullproof.yaml` and the project, with a permit for the host access of all services. No engine is contacted
 * before. Throws `not-allowed`, which lists the host access.
 */
export async function declareEntry(
  project: ComposeServices,
  workloads: ServiceWorkloads,
  config: Config,
  context: Context,
): Promise<WorkloadDeclaration> {
  const { cwd, workloadFlags = {}, env = {} } = context;
  const { compose: _, ...said } = config.workload ?? {};
  const callerValues = withCallerValues(withInternet(said, context), context);
  const configWorkload = { ...callerValues.workload, ...hiddenArguments(config) };
  const typed = (firstPort: number | undefined): Partial<Workload> => {
    const { compose: _, ...rest } = declaredByFlags(workloadFlags, firstPort, env);
    return rest;
  };
  const flags = typed(80);
  const file = await askerIn(config.file === undefined ? cwd : dirname(config.file), cwd);
  const projectAsker = await askerIn(project.folder, cwd);
  const started = Object.keys(project.services).map((name) => workloads.given(name));
  const volumes = started.flatMap((service) => service.volumes);
  const places = await placesOf({ volumes }, cwd);
  const permit = await requestConsent(
    [
      ...workloadReach(configWorkload, file, await placesOf(configWorkload, cwd)),
      ...workloadReach(flags, { ...file, folder: file.cwd, typed: true }, await placesOf(flags, cwd)),
      ...callerValues.reach,
      ...project.reach,
      ...started.flatMap((service) => workloadReach(service, projectAsker, places)),
      ownLists,
    ],
    context,
  );
  callerValues.check();
  const under = mergeWorkloads(workloads.entry(), configWorkload);
  return { permit, workload: (firstPort) => mergeWorkloads(under, typed(firstPort)) };
}
