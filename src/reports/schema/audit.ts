import { z } from "zod";
import { count, list, maybe, text } from "../../schema/shapes.ts";

const engine = z
  .object({
    name: text.describe("`Docker Engine`, `Podman Engine`"),
    version: text,
    apiVersion: text,
    endpoint: text,
    components: z
      .record(text, text)
      .describe("Programs that it consists of, with the version that each says: `runc` -> `1.3.6`."),
    runtime: text,
    cgroupVersion: z.union([z.literal(1), z.literal(2)]),
    logDriver: text,
    rootless: z.boolean(),
    userNamespaces: z.boolean().describe("`userns-remap`: root of a container is no root outside."),
    noNewPrivileges: z.boolean().describe("Containers get no-new-privileges unless they ask otherwise."),
    seccomp: maybe(text).describe("The default seccomp profile; absent: the engine has no seccomp."),
    liveRestore: z.boolean().describe("Containers go on while the engine is restarted."),
    insecureRegistries: list(text).describe("Registries that are spoken to without checking who they are."),
    withoutLimits: list(text).describe(
      "Limits that its kernel or its rights do not let it set: `memory`, `swap`, `CPU quota`, `tasks`.",
    ),
    warnings: list(text).describe("Its own warnings."),
  })
  .meta({
    id: "EngineSettings",
    description:
      "An engine's settings as it reports them (`GET /info`, `GET /version`): they apply to all its containers.",
  });

const drift = z
  .object({
    field: text.describe("Of the profile: `capabilities`, `memoryBytes`."),
    direction: z
      .enum(["wider", "narrower", "other"])
      .describe(
        "`wider`: it has more than was proven. `narrower`: it has less, so that it may break. `other`: neither can be said.",
      ),
    proven: text.describe("In the profile, for a reader."),
    actual: text.describe("In the container."),
    why: text.describe("The consequence, in a sentence without its full stop."),
    pointer: text.describe("Of the container: `HostConfig.CapAdd`."),
  })
  .meta({ id: "Drift", description: "One thing in which a container that runs is not as its profile was proven." });

const container = z
  .object({
    target: text.describe("Id of its target in the report."),
    name: text,
    id: text,
    image: text.describe("As it was named when the container was made."),
    imageId: text,
    status: text.describe("`running`, `restarting`, `exited`, ..."),
    restarts: count,
    project: maybe(text).describe("Of Docker Compose."),
    service: maybe(text),
    files: maybe(list(text)).describe("Files that Compose made it from."),
    profile: maybe(text).describe("Path of its profile; absent: it has none."),
    drift: list(drift),
  })
  .meta({ id: "AuditedContainer" });

const image = z
  .object({
    target: text.describe("Id of its target in the report."),
    name: text.describe("As its containers named it."),
    id: text,
    containers: list(text).describe("Names of the containers that run it."),
    packages: count,
    vulnerabilities: z
      .object({ critical: count, high: count, all: count, fixed: count.describe("an update has the fix") })
      .describe("Different vulnerabilities, without those that someone set aside; `fixed`: an update has the fix."),
  })
  .meta({
    id: "AuditedImage",
    description: "A running image, besides the findings of its target; `hullproof scan` lists each vulnerability.",
  });

export const audit = z
  .object({
    engine,
    containers: list(container).describe("By name."),
    images: maybe(list(image)).describe("With `--scan`: vulnerabilities of their images, by name."),
    calls: list(z.object({ call: text, times: count })).describe(
      "Calls of the engine's API that this took, once connected: none of them changes anything.",
    ),
  })
  .meta({ id: "Audit", description: "The running containers of `audit`, besides the findings." });
