import type { Companion, Volume, Workload } from "../../domain/workload/workload.ts";
import type { Probe } from "../../domain/workload/probe.ts";
import type { ComposeService } from "./compose-shape.ts";
import { handedFiles, type Definitions } from "./handed-files.ts";
import { notInTrials } from "./not-in-trials.ts";
import { anyGrants, grantsOf } from "./service-grants.ts";
import {
  dependenciesOf,
  durationMs,
  healthOf,
  modeOf,
  networksOf,
  patienceOf,
  portsOf,
  volumesOf,
  wordsOf,
} from "./service-parts.ts";

/** The context of a service. */
export interface ServiceReading {
  /** Absolute base of the project's relative paths. */
  readonly folder: string;
  readonly env: Readonly<Record<string, string>>;
  /** Variables of its words. */
  readonly variables: Readonly<Record<string, string>>;
  /** Build arguments of all services. */
  readonly hidden: Readonly<Record<string, string>>;
  readonly definitions: Definitions;
  /** Volumes and folders that several services mount, by `sharedKey`. */
  readonly shared: ReadonlySet<string>;
  /** Receives settings that a trial omits. */
  readonly note: (text: string) => void;
}

/** A service as the container of a workload. */
export function workloadOfService(name: string, service: ComposeService, reading: ServiceReading): Partial<Workload> {
  const { env, variables, hidden, note } = reading;
  for (const text of notInTrials(service)) note(text);
  const health = healthOf(service);
  const mode = modeOf(service);
  const { networks, aliases } = networksOf(service);
  const grants = anyGrants({ ...(mode && { network: mode }), ...grantsOf(service, note) });
  const grace = service.stop_grace_period === undefined ? undefined : durationMs(service.stop_grace_period);
  return {
    ...wordKeys(service),
    ...(service.user === undefined ? {} : { user: service.user }),
    env,
    ...(Object.keys(variables).length > 0 && { variables }),
    ...(Object.keys(hidden).length > 0 && { hidden }),
    volumes: mountedOf(service, reading),
    ports: portsOf(service),
    ...(health === undefined || health === "off"
      ? {}
      : { ready: health, readyTimeoutMs: Math.max(60_000, patienceOf(service)) }),
    ...(grants && { grants }),
    ...(networks === undefined ? {} : { networks }),
    aliases: [name, ...aliases],
    ...(grace === undefined && service.stop_signal === undefined
      ? {}
      : {
          stop: {
            timeoutMs: grace ?? 10_000,
            exitCodes: [0, 143],
            ...(service.stop_signal === undefined ? {} : { signal: service.stop_signal }),
          },
        }),
  };
}

/** A service as a companion. `ends`: other services wait for its end. */
export function companionOfService(
  name: string,
  service: ComposeService,
  { image, ends, ...reading }: ServiceReading & { readonly image: string; readonly ends: boolean },
): Companion {
  const { env, variables, note } = reading;
  for (const text of notInTrials(service)) note(text);
  const grants = anyGrants(grantsOf(service, note));
  return {
    name,
    image,
    ...networksOf(service),
    ...wordKeys(service),
    ...(service.user === undefined ? {} : { user: service.user }),
    env,
    ...(Object.keys(variables).length > 0 && { variables }),
    volumes: mountedOf(service, reading),
    ...(grants && { grants }),
    ready: ends ? { kind: "ended" } : readyOf(service),
    readyTimeoutMs: Math.max(60_000, patienceOf(service)),
  };
}

function readyOf(service: ComposeService): Probe {
  const health = healthOf(service);
  return health === "off" ? { kind: "running", forMs: 1000 } : (health ?? { kind: "health" });
}

/** Services whose end others wait for. */
export function endingServices(services: Readonly<Record<string, ComposeService>>): ReadonlySet<string> {
  return new Set(
    Object.values(services).flatMap((composeService) =>
      [...dependenciesOf(composeService)].flatMap(([to, condition]) =>
        condition === "service_completed_successfully" ? [to] : [],
      ),
    ),
  );
}

/** The image of a service; a built one has the name that `docker compose build` gives it. */
export function imageOfService(project: string, name: string, { image }: ComposeService): string {
  return image ?? `${project}-${name}`;
}

function mountedOf(service: ComposeService, { folder, definitions, shared, note }: ServiceReading): Volume[] {
  return [...volumesOf(service, { folder, shared, note }), ...handedFiles(service, definitions, folder, note)];
}

function wordKeys(composeService: ComposeService): Pick<Workload, "entrypoint" | "command" | "workdir"> {
  const [entrypoint, command, workdir] = [
    wordsOf(composeService.entrypoint),
    wordsOf(composeService.command),
    composeService.working_dir,
  ];
  return {
    ...(entrypoint && { entrypoint }),
    ...(command && { command }),
    ...(workdir?.startsWith("/") && { workdir }),
  };
}
