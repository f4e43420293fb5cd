import { dirname, resolve } from "node:path";
import { composeAsks } from "../../consent/compose/project.ts";
import { Failure } from "../../domain/failure.ts";
import type { Reach } from "../../domain/workload/reach.ts";
import { plainOf } from "../../formats/compose/compose-node.ts";
import { locate } from "../files/locate.ts";
import { composeFiles } from "./compose-files.ts";
import { mostServices, project as projectShape, type ComposeService } from "./compose-shape.ts";
import { readComposeProject, type ComposeModelRequest } from "./read-compose-model.ts";

/** The services of a project as docker compose would start them. */
export interface ComposeServices {
  readonly name: string;
  /** Absolute: where the paths of the project begin. */
  readonly folder: string;
  readonly services: Readonly<Record<string, ComposeService>>;
  /** Services of a profile that was not asked for. */
  readonly inactive: readonly string[];
  readonly notes: readonly string[];
  /** What the services ask for beyond containers of their own, beside their folders. */
  readonly reach: Reach;
}

/**
 * Throws `no-such-file`, `unreadable`, and `bad-config` for what docker compose would refuse. `allowed` are names of items that the person
 * agreed to.
 */
export async function readComposeServices(
  request: Omit<ComposeModelRequest, "showValues">,
  allowed: readonly string[],
): Promise<ComposeServices> {
  const { name, merged, model, inactive, notes } = readComposeProject(request);
  const parsed = projectShape.safeParse(plainOf(model));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    throw new Failure("bad-config", `${request.files[0]}: ${issue?.path.join(".")}: ${issue?.message}`, {
      hint: "`docker compose config` tells whether Compose itself takes it.",
    });
  }
  const folder = dirname(resolve(request.cwd, request.files[0] ?? ""));
  const { services } = parsed.data;
  const count = Object.keys(services).length;
  if (count > mostServices)
    throw new Failure(
      "bad-config",
      `${request.files[0]} has ${count} services, and ${mostServices} is the most that are run beside one another`,
      { hint: "Name a Compose file with fewer." },
    );
  const files = composeFiles((await locate(folder))?.path ?? folder, allowed);
  const asks = composeAsks(plainOf(merged) as Record<string, unknown>, Object.keys(services));
  return {
    name,
    folder,
    // One that runs has no profile left to ask for.
    services: Object.fromEntries(Object.entries(services).map(([of, service]) => [of, withoutProfiles(service)])),
    inactive,
    notes,
    reach: await files.reachOf(asks),
  };
}

function withoutProfiles(service: ComposeService): ComposeService {
  const { profiles: _, ...rest } = service;
  return rest;
}
