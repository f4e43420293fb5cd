import type { Companion, Step, Volume, Workload } from "../../../domain/workload/workload.ts";
import { ownValue } from "../../../domain/own-value.ts";
import type { ComposeServices } from "../../../sources/compose/read-services.ts";
import {
  companionOfService,
  endingServices,
  imageOfService,
  workloadOfService,
  type ServiceReading,
} from "../../../sources/compose/service-workload.ts";
import type { ServicePlan } from "./plan-services.ts";

/** The workloads of a project's services. */
export interface ServiceWorkloads {
  image(name: string): string;
  volumes(name: string): readonly Volume[];
  /** What its service says of the one that the steps are done at. */
  entry(): Partial<Workload>;
  /** The same for any other service: the steps are done at the entry, whose whole workload is known by now. */
  other(plan: ServicePlan, entry: Workload): Partial<Workload>;
  /** Those beside a service; `entry` is among them where it needs the service. */
  companions(plan: ServicePlan, entry?: Workload): readonly Companion[];
}

/** `note` hears of what a trial does not do. */
export function serviceWorkloads(
  project: ComposeServices,
  entry: string,
  note: (text: string) => void,
): ServiceWorkloads {
  const { name: of, folder, services } = project;
  const ending = endingServices(services);
  const told = new Set<string>();
  const serviceOf = (name: string) => {
    const service = ownValue(services, name);
    if (service === undefined) throw new Error(`there is no service ${name}`);
    return service;
  };
  const image = (name: string): string => imageOfService(of, name, serviceOf(name));
  const reading = (name: string): ServiceReading => ({
    folder,
    env: envOf(serviceOf(name).environment),
    note(text) {
      const line = `service ${name}: ${text}`;
      if (!told.has(line)) note(line);
      told.add(line);
    },
  });
  const companion = (name: string): Companion =>
    companionOfService(name, serviceOf(name), { ...reading(name), image: image(name), ends: ending.has(name) });
  const asDependent = (name: string, workload: Workload | undefined): Companion => {
    const after = { after: true as const };
    if (name !== entry || workload === undefined) return { ...companion(name), ...after };
    const { env, volumes, ready, readyTimeoutMs, user, entrypoint, command } = workload;
    return {
      ...companion(name),
      env,
      volumes,
      ready,
      readyTimeoutMs,
      ...(user !== undefined && { user }),
      ...(entrypoint && { entrypoint }),
      ...(command && { command }),
      ...after,
    };
  };
  const companions = ({ before, after }: ServicePlan, workload?: Workload): readonly Companion[] => [
    ...before.map(companion),
    ...after.map((name) => asDependent(name, workload)),
  ];
  return {
    image,
    volumes: (name) => companion(name).volumes,
    entry: () => workloadOfService(entry, serviceOf(entry), reading(entry)),
    companions,
    other(plan, workload) {
      const { load, soak, thinkMs } = workload;
      return {
        ...workloadOfService(plan.name, serviceOf(plan.name), reading(plan.name)),
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

/** A reload of the entry, and its own health, are no work of those behind it. */
function stepsAt(entry: string, steps: readonly Step[]): readonly Step[] {
  return steps.flatMap((step) =>
    step.kind === "signal" || step.kind === "health" || step.at !== undefined ? [] : [{ ...step, at: entry }],
  );
}

/** Of a merged project all of them are resolved. */
function envOf(environment: ComposeServices["services"][string]["environment"] = {}): Record<string, string> {
  const pairs = Array.isArray(environment)
    ? environment.map(
        (line) => [line.split("=", 1)[0] ?? "", line.includes("=") ? line.slice(line.indexOf("=") + 1) : null] as const,
      )
    : Object.entries(environment);
  return Object.fromEntries(pairs.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const])));
}
