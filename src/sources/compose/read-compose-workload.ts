import { ownValue } from "../../domain/own-value.ts";
import { Failure } from "../../domain/failure.ts";
import type { HostAccess } from "../../domain/workload/host-access.ts";
import type { Workload } from "../../domain/workload/workload.ts";
import { readComposeServices, type ComposeServices } from "./read-services.ts";
import { serviceWorkloads } from "./service-workloads.ts";
import { startOrder } from "./start-order.ts";

export interface ComposeWorkloadRequest {
  /** Merged in this order; relative to `cwd`. */
  readonly files: readonly string[];
  readonly cwd: string;
  /** `cwd` in the shell's spelling. */
  readonly called?: string;
  readonly service: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Value of `~`. */
  readonly home?: string | undefined;
  /** Names of the agreed items. */
  readonly allowed?: readonly string[];
}

export interface ComposeWorkload {
  readonly workload: Partial<Workload>;
  /** Settings of the files that a trial omits, sorted. */
  readonly notes: readonly string[];
  /** Requests beyond ordinary containers, besides the folders and grants of `workload`. */
  readonly reach: HostAccess;
}

/**
 * A service of a Compose project as a workload, from the model that `check`, `fix` and `harden` read: its other
 * services become companions, in dependency order; services that depend on it are left out. A named service runs
 * whatever its profiles are, as with `docker compose run`. Throws `no-such-file`, `unreadable`, and `bad-config` for
 * files that docker compose refuses.
 */
export async function readComposeWorkload(request: ComposeWorkloadRequest): Promise<ComposeWorkload> {
  const { files, cwd, called = cwd, service, env, home, allowed = [] } = request;
  const started = (services: ComposeServices["services"]): readonly string[] => [
    service,
    ...startOrder(services, service).before,
  ];
  const read = (profiles: readonly string[]): Promise<ComposeServices> =>
    readComposeServices(
      { files, cwd, called, profiles, envFiles: [], env, ...(home !== undefined && { home }) },
      allowed,
      started,
    );
  const defaultProject = await read([]);
  const project = defaultProject.inactive.includes(service)
    ? await read(defaultProject.profilesOf(service))
    : defaultProject;
  const names = Object.keys(project.services);
  if (ownValue(project.services, service) === undefined)
    throw new Failure("bad-config", `${files[0]} has no service ${service}`, { hint: `It has: ${names.join(", ")}.` });
  const notes = new Set(project.notes);
  const workloads = serviceWorkloads(project, service, (note) => notes.add(note));
  const { before, needing } = startOrder(project.services, service);
  for (const one of needing) notes.add(`service ${one} is left out: it depends on ${service}`);
  const companions = workloads.companions({ name: service, before, after: [] });
  return {
    workload: { ...workloads.entry(), ...(companions.length > 0 && { companions }) },
    notes: [...notes].toSorted(),
    reach: project.reach,
  };
}
