import { z } from "zod";
import { stepSchema } from "../steps/form/step-schema.ts";
import type { Leaves } from "./leaves.ts";
import { runSettings } from "./run-settings.ts";
import { list, maybe } from "./shapes.ts";

/** A workload as a profile and a report hold it. */
export function workloadSchemas(leaf: Leaves, { grants } = runSettings(leaf)) {
  const { object } = leaf;
  const probe = z
    .discriminatedUnion("kind", [
      object({
        kind: z.literal("http"),
        port: leaf.port,
        path: leaf.requestPath,
        status: leaf.status,
        headers: maybe(leaf.dictionary),
      }),
      object({ kind: z.literal("tcp"), port: leaf.port }),
      object({ kind: z.literal("ports"), ports: leaf.ports }).describe("Any of these TCP ports is listened on."),
      object({ kind: z.literal("log"), pattern: leaf.logPattern }),
      object({ kind: z.literal("running"), forMs: leaf.wait }).describe(
        "There is no probe: it is ready after running for this long.",
      ),
      object({ kind: z.literal("exec"), command: leaf.command }),
      object({ kind: z.literal("health") }).describe("The command of the image's HEALTHCHECK passes."),
      object({ kind: z.literal("ended") }).describe(
        "It came to its end by itself, with an exit code of a clean stop: a command line tool, a migration.",
      ),
    ])
    .meta({ id: "Probe" });
  const step = stepSchema(
    { ...leaf, filled: leaf.name, probe, maybe },
    {
      name: leaf.name,
      repeat: maybe(leaf.repeat),
      at: maybe(leaf.name),
      once: maybe(z.literal(true)),
      weight: maybe(leaf.weight),
    },
    object,
  ).meta({ id: "Step" });
  const volume = object({
    name: leaf.name.describe("Of the volume that is made for the trial, and of the deployment's own."),
    path: leaf.absolutePath,
    from: maybe(leaf.name).describe(
      "Folder or file of the host. A writable one is copied for each trial, so that each begins with the same and the original stays as it is; a read-only one is mounted itself.",
    ),
    readOnly: maybe(leaf.flag),
    owner: maybe(leaf.owner).describe(
      "Of the volume's root: `999:999`. Default: as the engine makes it from the image, or as `from` has it.",
    ),
    secret: maybe(z.literal(true)).describe(
      "A secret or a configuration of Compose: its content is masked in the container's output.",
    ),
    shared: maybe(leaf.name).describe(
      "In one trial, mounts with the same word share a volume, or a copy of `from`. Default: a separate one each.",
    ),
  }).meta({ id: "Volume" });
  const companion = object({
    name: leaf.name.describe("Also its name on the network."),
    image: leaf.name,
    aliases: list(leaf.name),
    networks: maybe(leaf.names),
    entrypoint: maybe(list(leaf.text)),
    command: maybe(list(leaf.text)),
    user: maybe(leaf.name),
    workdir: maybe(leaf.absolutePath),
    env: leaf.dictionary,
    variables: maybe(leaf.variables).describe("As those of the workload."),
    volumes: list(volume),
    grants: maybe(grants).describe("Grants of the deployment beyond the engine's defaults."),
    ready: probe.describe(
      "Default: its HEALTHCHECK where it has one, else that it listens on a port that its image exposes, or runs.",
    ),
    readyTimeoutMs: leaf.milliseconds,
    after: maybe(z.literal(true)).describe(
      "It needs the container: it is made again in each of its lives, once that is ready, and gone before it is stopped.",
    ),
  }).meta({ id: "Companion", description: "a container beside the one that is exercised" });
  const soak = object({
    forMs: leaf.milliseconds,
    concurrency: leaf.clients.describe("Rounds at a time."),
    thinkMs: leaf.pause.describe("Wait of each before its next step."),
    enough: maybe(leaf.count).describe("Over once so many steps were timed."),
  }).meta({ id: "Soak" });
  const load = object({
    clients: leaf.clients,
    forMs: leaf.milliseconds,
    serial: maybe(list(leaf.name)).describe(
      "Names of steps that cannot run concurrently: they run one after the other, in parallel to the others.",
    ),
  }).meta({
    id: "Load",
    description:
      "Everybody does the steps in order, again and again, without a rest. How fast they are answered is not judged.",
  });
  const port = object({ port: leaf.port, protocol: z.enum(["tcp", "udp"]) }).meta({ id: "Port" });
  const workload = object({
    ready: probe,
    readyTimeoutMs: leaf.milliseconds.describe("Give up when the container is not ready after this time."),
    steps: list(step),
    thinkMs: maybe(leaf.pause).describe("Wait before each step but the first, as a person would; default 0."),
    soak: maybe(soak).describe("After the steps of the first life: the same again, many times and at once."),
    load: maybe(load).describe(
      "How many do the steps at once, and for how long, where limits and the whole profile are proven; default: one, step by step.",
    ),
    internet: maybe(z.literal(false)).describe("Trials reach no internet; default they do, as the engine's networks."),
    routes: maybe(leaf.shares).describe(
      "Routes that are known (`GET /users/{id}`), each with its share of the logged requests; 0 where no log has it.",
    ),
    cookies: maybe(z.literal(true)).describe(
      "Each client keeps the cookies that it gets, in each life; default none does.",
    ),
    maxBody: maybe(leaf.count).describe(
      "Bytes to which the body of each step that sends one is padded, once more after the steps; 0: none is. Default `defaultBodyBytes`.",
    ),
    tools: maybe(list(leaf.command)).describe(
      "Commands that are run in it with `docker exec`, by people or monitors: tried once in the original and once under the profile, and no part of the proof.",
    ),
    stop: object({ timeoutMs: leaf.milliseconds, exitCodes: leaf.exitCodes, signal: maybe(leaf.signal) }),
    restart: leaf.flag.describe(
      "Stop, start the same container again on the same volumes, and run the steps once more.",
    ),
    env: leaf.dictionary,
    variables: maybe(leaf.variables).describe(
      "Values that words of `entrypoint`, of `command` and of an exec probe hold as `${NAME}`, by that name. `${OTHER}` with a name that is not here is text. A profile has them as it has `env`: by name, where they may be secret.",
    ),
    hidden: maybe(leaf.dictionary).describe(
      "Arguments of its build, which the container may print though it is not given them here. They are only hidden, and nothing needs their values.",
    ),
    volumes: list(volume).describe("Mounts of the deployment. They decide which capabilities are needed."),
    user: maybe(leaf.name).describe("In place of the image's own."),
    entrypoint: maybe(list(leaf.text)),
    command: maybe(list(leaf.text)),
    workdir: maybe(leaf.absolutePath),
    ports: maybe(list(port)).describe(
      "Ports of the container that are published besides those of the probe and the steps.",
    ),
    grants: maybe(grants),
    networks: maybe(leaf.names).describe(
      "Networks that are shared with companions; default one, where there are companions.",
    ),
    aliases: maybe(list(leaf.name)).describe("Names under which companions reach the container."),
    companions: maybe(list(companion)).describe("Companions, in start order. They are created again for each trial."),
    origin: maybe(z.enum(["declared", "image"])).describe(
      "`image`: no steps were declared, so they are only what the image itself declares. Default `declared`.",
    ),
  }).meta({
    id: "Workload",
    description:
      "How the container is exercised and judged. Durations are milliseconds; a missing field leaves the default that it names. Relative paths of the host begin at the folder in which hullproof was called.",
  });
  return { workload, volume };
}
