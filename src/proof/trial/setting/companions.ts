import { Failure } from "../../../domain/failure.ts";
import type { Permit } from "../../../consent/decide.ts";
import type { Companion, Workload } from "../../../domain/workload/workload.ts";
import { createContainer } from "../../../sources/engine/containers/containers.ts";
import { inspectImage } from "../../../sources/engine/images/images.ts";
import type { ContainerSpec } from "../../../domain/workload/container-spec.ts";
import type { Container, Run } from "../../../sources/engine/types.ts";
import { healthCommand } from "../health-command.ts";
import { publishedPorts } from "./ports.ts";
import { waitUntilReady } from "../life/ready.ts";
import { printable } from "../../judge/shape.ts";

/** Name in the workload -> name on the engine. */
export type Networks = Map<string, string>;

/** One that tells nothing of itself is given this long to end again. */
const settleMs = 500;

/**
 * Starts a companion without any restriction and waits until it is ready. Throws `no-such-image`, `never-ready` with its last
 * words.
 */
export async function startCompanion(
  run: Run,
  companion: Companion,
  place: Pick<ContainerSpec, "mounts" | "networks">,
  permit: Permit,
): Promise<Container> {
  const { name, image, env, volumes, entrypoint, command, user, readyTimeoutMs } = companion;
  const summary = await inspectImage(run.engine, image, run.signal);
  if (summary === undefined) throw noImage(companion);
  const health = healthCommand(summary);
  const ready: Workload["ready"] =
    companion.ready.kind === "health" && health === undefined ? { kind: "running", forMs: settleMs } : companion.ready;
  const stop = { timeoutMs: 5000, exitCodes: [0] };
  const workload: Workload = { ready, readyTimeoutMs, steps: [], stop, restart: false, env, volumes };
  const ports = publishedPorts(workload);
  const spec: ContainerSpec = {
    image,
    name,
    env,
    volumes: volumes.filter(({ from, owner }) => from === undefined && owner === undefined),
    ports: ports.map(({ port }) => port),
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(command === undefined ? {} : { command }),
    ...(user === undefined ? {} : { user }),
    ...place,
  };
  const container = await createContainer(run, spec, permit);
  try {
    await container.start();
    const answer = await waitUntilReady({
      container,
      workload,
      engine: run.engine.info,
      observers: [],
      signal: run.signal,
      life: 0,
      ports,
      permit,
      ...(health === undefined ? {} : { health }),
    });
    if ("problem" in answer) throw await neverReady(companion, container, answer.problem);
    return container;
  } catch (error) {
    await Promise.resolve(container[Symbol.asyncDispose]()).catch(() => {});
    throw error;
  }
}

function noImage({ name, image }: Companion): Failure {
  return new Failure("no-such-image", `The engine has no image ${image} for the companion ${name} of the workload.`, {
    hint: `Pull or build it first: docker pull ${image}`,
  });
}

async function neverReady({ name, image }: Companion, container: Container, problem: string): Promise<Failure> {
  const { stdout, stderr } = await container.logs();
  const lines = printable(`${stdout}\n${stderr}`)
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-10);
  const words =
    lines.length === 0
      ? " It wrote nothing to its log."
      : ` Its last words:\n${lines.map((line) => `  ${line}`).join("\n")}`;
  return new Failure("never-ready", `The companion ${name} (${image}) was never ready: ${problem}.${words}`, {
    hint: "Companions run without restrictions: correct its env, command or ready condition in the workload.",
  });
}
