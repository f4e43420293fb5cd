import { Failure } from "../../../domain/failure.ts";
import type { Permit } from "../../../consent/decide.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Companion, Workload } from "../../../domain/workload/workload.ts";
import { createContainer } from "../../../sources/engine/containers/containers.ts";
import { inspectImage } from "../../../sources/engine/images/images.ts";
import type { ContainerSpec } from "../../../domain/workload/container-spec.ts";
import type { Container, Run } from "../../../sources/engine/types.ts";
import { healthCommand } from "../health-command.ts";
import type { Beside } from "../life/life-context.ts";
import { containerSpec } from "./container-spec.ts";
import { flooredRestrictions } from "./engine-floor.ts";
import { publishedPorts } from "./ports.ts";
import { waitUntilReady } from "../life/ready.ts";
import { printable } from "../../judge/shape.ts";

/** Name in the workload -> name on the engine. */
export type Networks = Map<string, string>;

/** One that tells nothing of itself is given this long to end again. */
const settleMs = 500;

export interface CompanionRequest {
  readonly companion: Companion;
  readonly place: Pick<ContainerSpec, "mounts" | "networks">;
  readonly permit: Permit;
  /** Done at it: their ports are published. */
  readonly steps: Workload["steps"];
  /** Default none. */
  readonly restrictions?: Restrictions;
}

/**
 * Starts a companion and waits until it is ready. Throws `no-such-image`, `never-ready` with its last words.
 */
export async function startCompanion(run: Run, request: CompanionRequest): Promise<Beside> {
  const { companion, place, permit, steps } = request;
  const { name, image, env, volumes, entrypoint, command, user, readyTimeoutMs } = companion;
  const summary = await inspectImage(run.engine, image, run.signal);
  if (summary === undefined) throw noImage(companion);
  const health = healthCommand(summary);
  const ready: Workload["ready"] =
    companion.ready.kind === "health" && health === undefined ? { kind: "running", forMs: settleMs } : companion.ready;
  const workload: Workload = {
    ready,
    readyTimeoutMs,
    steps,
    stop: { timeoutMs: 5000, exitCodes: [0] },
    restart: false,
    env,
    volumes,
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(command === undefined ? {} : { command }),
  };
  const ports = publishedPorts(workload);
  const restrictions = await flooredRestrictions(run, request.restrictions ?? {}, workload, permit);
  const spec: ContainerSpec = {
    ...containerSpec(image, workload, { ...(user === undefined ? {} : { user }), ...restrictions }),
    name,
    noHealthcheck: false,
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
    if ("problem" in answer) throw await neverReady(request, container, answer.problem);
    return { container, ports, ...(health === undefined ? {} : { health }) };
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

async function neverReady(
  { companion: { name, image }, restrictions }: CompanionRequest,
  container: Container,
  problem: string,
): Promise<Failure> {
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
    hint:
      restrictions === undefined
        ? "Companions run without restrictions: correct its env, command or ready condition in the workload."
        : "It ran under what was learned for it.",
  });
}
