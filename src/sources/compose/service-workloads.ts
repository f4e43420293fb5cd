import type { Companion, Workload } from "../../domain/workload/workload.ts";
import type { Step } from "../../domain/workload/step.ts";
import { ownValue } from "../../domain/own-value.ts";
import type { ComposeServices } from "./read-services.ts";
import { buildArguments } from "./service-build.ts";
import {
  companionOfService,
  endingServices,
  imageOfService,
  workloadOfService,
  type ServiceReading,
} from "./service-workload.ts";
import { sharedMountsOf } from "./service-parts.ts";

/** A service and its companions. */
export interface ServicePlan {
  readonly name: string;
  /** Started before it, in this order. */
  readonly before: readonly string[];
  /** Started once it is ready, because they depend on it; the steps run against the last of them. */
  readonly after: readonly string[];
}

/** The workloads of a project's services. */
export interface ServiceWorkloads {
  /** The name of its image in docker compose. */
  image(name: string): string;
  /** The image of its trials: an image built for them has another name. */
  runs(name: string): string;
  /** Mounts and grants of a service. */
  given(name: string): Pick<Companion, "volumes" | "grants">;
  /** Workload keys of the entry service, which the steps run against. */
  entry(): Partial<Workload>;
  /** Workload keys of any other service: the steps run against the entry, whose whole workload is already known. */
  other(plan: ServicePlan, entry: Workload): Partial<Workload>;
  /** Companions of a service; they include `entry` if it needs the service. */
  companions(plan: ServicePlan, entry?: Workload): readonly Companion[];
}

/**
 * `note` receives settings that a trial omits, possibly repeatedly; `built` are images built for the trials, by
 * service; `ended` are services that were observed to end, besides those whose end others wait for.
 */
export function serviceWorkloads(
  project: ComposeServices,
  entry: string,
  note: (text: string) => void,
  built: ReadonlyMap<string, string> = new Map(),
  ended: ReadonlySet<string> = new Set(),
): ServiceWorkloads {
  const { name: of, folder, services, definitions } = project;
  const ending = new Set([...endingServices(services), ...ended]);
  const shared = sharedMountsOf(services);
  const hidden = buildArguments(services);
  const serviceOf = (name: string) => {
    const service = ownValue(services, name);
    if (service === undefined) throw new Error(`there is no service ${name}`);
    return service;
  };
  const image = (name: string): string => imageOfService(of, name, serviceOf(name));
  const runs = (name: string): string => built.get(name) ?? image(name);
  const reading = (name: string): ServiceReading => ({
    folder,
    env: envOf(serviceOf(name).environment),
    variables: ownValue(project.variables, name) ?? {},
    hidden,
    definitions,
    shared,
    note: (text) => note(`service ${name}: ${project.hide(text)}`),
  });
  const companion = (name: string): Companion =>
    companionOfService(name, serviceOf(name), { ...reading(name), image: runs(name), ends: ending.has(name) });
  const asDependent = (name: string, workload: Workload | undefined): Companion => {
    const startsAfter = { after: true as const };
    if (name !== entry || workload === undefined) return { ...companion(name), ...startsAfter };
    const { env, variables, volumes, ready, readyTimeoutMs, user, entrypoint, command, workdir, grants } = workload;
    return {
      ...companion(name),
      env,
      ...(variables && { variables }),
      volumes,
      ready,
      readyTimeoutMs,
      ...(user !== undefined && { user }),
      ...(entrypoint && { entrypoint }),
      ...(command && { command }),
      ...(workdir !== undefined && { workdir }),
      ...(grants && { grants }),
      ...startsAfter,
    };
  };
  const companions = ({ before, after }: ServicePlan, workload?: Workload): readonly Companion[] => [
    ...before.map(companion),
    ...after.map((name) => asDependent(name, workload)),
  ];
  return {
    image,
    runs,
    given: (name) => companion(name),
    entry: () => workloadOfService(entry, serviceOf(entry), reading(entry)),
    companions,
    other(plan, workload) {
      const { load, soak, thinkMs } = workload;
      return {
        ...workloadOfService(plan.name, serviceOf(plan.name), reading(plan.name)),
        // The entry is a companion here, and responds to the steps.
        ...(workload.hidden && { hidden: workload.hidden }),
        steps: stepsAt(entry, workload.steps),
        companions: companions(plan, workload),
        ...(load && { load }),
        ...(soak && { soak }),
        ...(thinkMs !== undefined && { thinkMs }),
        ...(workload.origin && { origin: workload.origin }),
      };
    },
  };
}

/** Reload and health check of the entry do not apply to the services behind it. */
function stepsAt(entry: string, steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) =>
    step.kind === "signal" || step.kind === "health" || step.at !== undefined ? [] : [{ ...step, at: entry }],
  );
}

/** In a merged project all of them are resolved. */
function envOf(environment: ComposeServices["services"][string]["environment"] = {}): Record<string, string> {
  const pairs = Array.isArray(environment)
    ? environment.map(
        (line) => [line.split("=", 1)[0] ?? "", line.includes("=") ? line.slice(line.indexOf("=") + 1) : null] as const,
      )
    : Object.entries(environment);
  return Object.fromEntries(pairs.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}
