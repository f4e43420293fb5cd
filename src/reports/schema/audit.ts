import { z } from "zod";
import { count, list, maybe, text } from "../../schema/shapes.ts";

const engine = z
  .object({
    name: text,
    version: text,
    apiVersion: text,
    endpoint: text,
    components: z.record(text, text).describe("programs that it consists of, with the version that each says"),
    runtime: text,
    cgroupVersion: z.union([z.literal(1), z.literal(2)]),
    logDriver: text,
    rootless: z.boolean(),
    userNamespaces: z.boolean(),
    noNewPrivileges: z.boolean().describe("containers get it unless they ask otherwise"),
    seccomp: maybe(text),
    liveRestore: z.boolean(),
    insecureRegistries: list(text),
    withoutLimits: list(text),
    warnings: list(text),
  })
  .meta({ id: "EngineSettings" });

const drift = z
  .object({
    field: text.describe("of the profile"),
    direction: z.enum(["wider", "narrower", "other"]),
    proven: text,
    actual: text,
    why: text,
    pointer: text.describe("of the container, as the engine names it"),
  })
  .meta({ id: "Drift", description: "one thing in which a container is not as its profile was proven" });

const container = z
  .object({
    target: text.describe("id of a target"),
    name: text,
    id: text,
    image: text.describe("as it was named when the container was made"),
    imageId: text,
    status: text,
    restarts: count,
    project: maybe(text),
    service: maybe(text),
    files: maybe(list(text)).describe("that Docker Compose made it from"),
    profile: maybe(text).describe("where its profile lies; absent: it has none"),
    drift: list(drift),
  })
  .meta({ id: "AuditedContainer" });

const image = z
  .object({
    target: text.describe("id of a target"),
    name: text.describe("as its containers named it"),
    id: text,
    containers: list(text).describe("names of those that run it"),
    packages: count,
    vulnerabilities: z
      .object({ critical: count, high: count, all: count, fixed: count.describe("an update has the fix") })
      .describe("different ones, without those that were set aside"),
  })
  .meta({ id: "AuditedImage" });

export const audit = z
  .object({
    engine,
    containers: list(container),
    images: maybe(list(image)).describe("with --scan: what advisories say of the images that run"),
    calls: list(z.object({ call: text, times: count })).describe("of the engine's API, once connected"),
  })
  .meta({ id: "Audit" });
