import { dirname } from "node:path";
import { ownLists } from "../../consent/decide.ts";
import { workloadReach } from "../../consent/workload-reach.ts";
import { Failure } from "../../domain/failure.ts";
import type { Config } from "../../domain/settings/config.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { ComposeServices } from "../../sources/compose/read-services.ts";
import type { ServiceWorkloads } from "../../sources/compose/service-workloads.ts";
import { agree, askerIn, placesOf } from "../agree/agree.ts";
import type { Context } from "../context.ts";
import { declaredByFlags } from "../workload/declared-by-flags.ts";
import { hiddenArguments, mergeWorkloads, type Declared } from "../workload/workload-for.ts";

/** The service that the steps are done at: the one that is named, else the only one that publishes a port, else the only one. Throws `bad-usage`. */
export function entryOf({ services }: ComposeServices, config: Config, { workloadFlags = {} }: Context): string {
  const names = Object.keys(services).toSorted();
  const named = workloadFlags.service ?? config.workload?.compose?.service;
  const published = names.filter((name) => (ownValue(services, name)?.ports ?? []).length > 0);
  const found = named ?? (published.length === 1 ? published[0] : names.length === 1 ? names[0] : undefined);
  const hint = `It has: ${names.join(", ")}.`;
  if (names.length === 0)
    throw new Failure("bad-usage", "The project starts no service.", { hint: "Name a Compose file that has one." });
  if (found === undefined)
    throw new Failure("bad-usage", "Which service are the steps done at? The project does not tell.", {
      hint: `Name it: --service NAME, or workload: { compose: { service: NAME } } in hullproof.yaml. ${hint}`,
    });
  if (ownValue(services, found) === undefined)
    throw new Failure("bad-usage", `The project starts no service ${found}.`, { hint });
  return found;
}

/**
 * What the command line, then `hullproof.yaml`, then the project say of the entry, and leave to do what all services reach. Nothing is asked of an engine
 * before. Throws `not-allowed`, which lists it.
 */
export async function declareEntry(
  project: ComposeServices,
  workloads: ServiceWorkloads,
  config: Config,
  context: Context,
): Promise<Declared> {
  const { cwd, workloadFlags = {}, env = {} } = context;
  const { compose: _, ...said } = config.workload ?? {};
  const written = { ...said, ...hiddenArguments(config) };
  const typed = (firstPort: number | undefined): Partial<Workload> => {
    const { compose: _, ...rest } = declaredByFlags(workloadFlags, firstPort, env);
    return rest;
  };
  const flags = typed(80);
  const file = await askerIn(config.file === undefined ? cwd : dirname(config.file), cwd);
  const own = await askerIn(project.folder, cwd);
  const started = Object.keys(project.services).map((name) => workloads.given(name));
  const volumes = started.flatMap((one) => one.volumes);
  const places = await placesOf({ volumes }, cwd);
  const permit = await agree(
    [
      ...workloadReach(written, file, await placesOf(written, cwd)),
      ...workloadReach(flags, { ...file, folder: file.cwd, typed: true }, await placesOf(flags, cwd)),
      ...project.reach,
      ...started.flatMap((one) => workloadReach(one, own, places)),
      ownLists,
    ],
    context,
  );
  const under = mergeWorkloads(workloads.entry(), written);
  return { permit, workload: (firstPort) => mergeWorkloads(under, typed(firstPort)) };
}
