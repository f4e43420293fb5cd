import { dirname, resolve } from "node:path";
import { composeAsks } from "../../consent/compose/project.ts";
import { Failure } from "../../domain/failure.ts";
import type { HostAccess } from "../../domain/workload/host-access.ts";
import { itemsIn, mapIn, plainOf, textIn } from "../../formats/compose/compose-node.ts";
import { locate } from "../files/locate.ts";
import { composeFiles, type ComposeFiles } from "./compose-files.ts";
import { mostServices, project as projectShape, type ComposeService } from "./compose-shape.ts";
import type { Definitions } from "./handed-files.ts";
import { serviceWords, type ServiceWords } from "./service-words.ts";
import { readComposeProject, type ComposeModelRequest } from "./read-compose-model.ts";

/** The services of a project as docker compose would start them. */
export interface ComposeServices {
  readonly name: string;
  /** Absolute base of the project's relative paths. */
  readonly folder: string;
  /** Words of commands and health checks contain `${NAME}` for values of `variables`. */
  readonly services: Readonly<Record<string, ComposeService>>;
  /** By service: values in its words that may be secret. */
  readonly variables: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Files of their secrets and configurations. */
  readonly definitions: Definitions;
  /** Services of profiles that were not requested. */
  readonly inactive: readonly string[];
  /** Profiles of any service, active or not. */
  profilesOf(service: string): readonly string[];
  readonly notes: readonly string[];
  /** Masks words of a note that are values of variables. */
  readonly hide: (note: string) => string;
  /** Requests of the services beyond ordinary containers, besides their folders. */
  readonly reach: HostAccess;
}

type Request = Omit<ComposeModelRequest, "showValues" | "granted" | "outside" | "missing">;

/**
 * Throws `no-such-file`, `unreadable`, and `bad-config` for files that docker compose refuses. `allowed` are names of
 * agreed items: an external env file is read only with consent. `startedOf` returns the services to start; defaults
 * to all active ones.
 */
export async function readComposeServices(
  request: Request,
  allowed: readonly string[],
  startedOf: (services: ComposeServices["services"]) => readonly string[] = (all) => Object.keys(all),
): Promise<ComposeServices> {
  const folder = dirname(resolve(request.cwd, request.files[0] ?? ""));
  const files = composeFiles((await locate(folder))?.path ?? folder, allowed);
  const { name, merged, model, inactive, notes, hide } = await readGranted(request, files);
  const parsed = projectShape.safeParse(plainOf(model));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Failure("bad-config", `${request.files[0]}: ${issue?.path.join(".")}: ${issue?.message}`, {
      hint: "`docker compose config` tells whether Compose itself takes it.",
    });
  }
  const { secrets, configs } = parsed.data;
  const words = new Map(
    [...mapIn(model, "services")].flatMap(([of, service]) =>
      service.kind === "map" ? [[of, serviceWords(service)] as const] : [],
    ),
  );
  const services = Object.fromEntries(
    Object.entries(parsed.data.services).map(([of, service]) => [of, withWords(service, words.get(of))]),
  );
  const count = Object.keys(services).length;
  if (count > mostServices)
    throw new Failure(
      "bad-config",
      `${request.files[0]} has ${count} services, and ${mostServices} is the most that are run beside one another`,
      { hint: "Name a Compose file with fewer." },
    );
  const asks = [
    ...composeAsks(plainOf(merged) as Record<string, unknown>, startedOf(services)),
    { path: ".env", kind: "env-file" as const, what: "reads variables out of a file" },
  ];
  return {
    name,
    folder,
    // A started service needs no profile any more.
    services: Object.fromEntries(Object.entries(services).map(([of, service]) => [of, withoutProfiles(service)])),
    variables: Object.fromEntries([...words].map(([of, { variables }]) => [of, variables])),
    definitions: { secrets, configs },
    inactive,
    profilesOf: (of) => itemsIn(mapIn(merged, "services").get(of), "profiles").flatMap((one) => textIn(one) ?? []),
    notes,
    hide,
    reach: await files.reachOf(asks),
  };
}

/** The requests are known once everything else is read; then the files are read again with the agreed ones. */
async function readGranted(request: Request, files: ComposeFiles): Promise<ReturnType<typeof readComposeProject>> {
  const granted = new Map<string, string>();
  for (;;) {
    const outside = new Set<string>();
    const missingHint = "set it in .env, or allow your own with --allow-host=env:NAME";
    const read = readComposeProject({
      ...request,
      missing: missingHint,
      granted,
      outside: (path) => outside.add(path),
    });
    const sizeBefore = granted.size;
    for (const path of outside) {
      const real = await files.agreedPath(path);
      if (real !== undefined) granted.set(path, real);
    }
    if (granted.size === sizeBefore) return read;
  }
}

function withWords(service: ComposeService, words: ServiceWords | undefined): ComposeService {
  const { entrypoint, command, test } = words ?? {};
  return {
    ...service,
    ...(entrypoint && { entrypoint: [...entrypoint] }),
    ...(command && { command: [...command] }),
    ...(test !== undefined && {
      healthcheck: { ...service.healthcheck, test: typeof test === "string" ? test : [...test] },
    }),
  };
}

function withoutProfiles(service: ComposeService): ComposeService {
  const { profiles: _, ...rest } = service;
  return rest;
}
