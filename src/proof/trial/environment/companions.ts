import { Failure } from "../../../domain/failure.ts";
import type { Permit } from "../../../consent/decide.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Companion, Workload } from "../../../domain/workload/workload.ts";
import { imageValues } from "../../../facts/secrets/known-values.ts";
import type { KnownValue } from "../../../secrets/known-value.ts";
import { valueMask, type ValueMask } from "../../../secrets/mask-values.ts";
import { createContainer } from "../../../sources/engine/containers/containers.ts";
import { inspectImage } from "../../../sources/engine/images/images.ts";
import type { CreateRequest } from "../../../domain/container/create-request.ts";
import type { Container, EngineSession } from "../../../sources/engine/types.ts";
import { healthCommand } from "../health-command.ts";
import type { CompanionView, LifecycleContext } from "../lifecycle/lifecycle-context.ts";
import { mainProgram } from "../lifecycle/main-program.ts";
import { createRequest } from "./create-request.ts";
import { flooredRestrictions } from "./engine-floor.ts";
import { publishedPorts } from "./ports.ts";
import { waitUntilReady } from "../lifecycle/ready.ts";
import { printable } from "../../judge/shape.ts";
import { oncePer } from "../../../text/once-per.ts";

/** Name in the workload -> name on the engine. */
export type Networks = Map<string, string>;

/** How long a companion without a readiness probe must run to count as started. */
const settleMs = 500;
/**
 * An image may expose a port that this container does not listen on: a worker with the image of a server. It is awaited
 * once in a session.
 */
const listenMs = 20_000;
const silent = oncePer((_session: EngineSession): Set<string> => new Set());

export interface CompanionRequest {
  readonly companion: Companion;
  readonly place: Pick<CreateRequest, "mounts" | "networks">;
  readonly permit: Permit;
  /** Steps that use it: their ports are published. */
  readonly steps: Workload["steps"];
  /** Default none. */
  readonly restrictions?: Restrictions;
  /** Values that no message may contain, in addition to secrets of its image. */
  readonly values: readonly KnownValue[];
}

/** Why a companion did not start. */
export interface CompanionTrouble {
  readonly companion: string;
  /** A sentence without its full stop. */
  readonly problem: string;
  /** Its exit code, if it ended by itself. */
  readonly exitCode?: number;
}

/** Failure codes of `startCompanion` that the companion causes. */
export class CompanionFailure extends Failure {
  readonly trouble: CompanionTrouble;

  constructor(code: "never-ready" | "engine-refused", message: string, hint: string, trouble: CompanionTrouble) {
    super(code, message, { hint });
    this.trouble = trouble;
  }
}

/**
 * Starts a companion and waits until it is ready. Throws `no-such-image`, `never-ready` with its last log lines, and
 * `engine-refused`.
 */
export async function startCompanion(session: EngineSession, request: CompanionRequest): Promise<CompanionView> {
  const { companion, place, permit, steps } = request;
  const { name, image, env, variables, volumes, entrypoint, command, workdir, user, grants, readyTimeoutMs } =
    companion;
  const summary = await inspectImage(session.engine, image, session.signal);
  if (summary === undefined) throw noImage(companion);
  const mask = valueMask([...request.values, ...imageValues(summary.env)]);
  const health = healthCommand(summary);
  const key = JSON.stringify([image, entrypoint, command]);
  const untold = companion.ready.kind === "health" && health === undefined;
  const exposed = untold && session.engine.info.sameKernel && !silent(session).has(key) ? summary.exposedPorts : [];
  const workload: Workload = {
    ready: untold ? { kind: "running", forMs: settleMs } : companion.ready,
    readyTimeoutMs,
    steps,
    stop: { timeoutMs: 5000, exitCodes: [0] },
    restart: false,
    env,
    ...(variables && { variables }),
    volumes,
    ...(entrypoint === undefined ? {} : { entrypoint }),
    ...(command === undefined ? {} : { command }),
    ...(workdir === undefined ? {} : { workdir }),
    ...(user === undefined ? {} : { user }),
    ...(grants === undefined ? {} : { grants }),
  };
  const ports = publishedPorts(workload);
  const restrictions = await flooredRestrictions(session, request.restrictions ?? {}, workload, permit);
  const spec: CreateRequest = {
    ...createRequest(image, workload, restrictions),
    name,
    noHealthcheck: false,
    ...place,
  };
  const container = await refusedFor(companion, mask, createContainer(session, spec, permit));
  try {
    await refusedFor(companion, mask, container.start());
    const life: LifecycleContext = {
      container,
      workload,
      engine: session.engine.info,
      observers: [],
      signal: session.signal,
      life: 0,
      ports,
      permit,
      main: mainProgram(session, image, workload),
      ...(health === undefined ? {} : { health }),
    };
    const listening = exposed.length > 0 && (await listens(life, exposed));
    if (exposed.length > 0 && !listening && request.restrictions === undefined) silent(session).add(key);
    const answer = listening ? undefined : await waitUntilReady(life);
    if (answer !== undefined && "problem" in answer) throw await neverReady(request, container, answer.problem, mask);
    return { container, ports, ...(health === undefined ? {} : { health }) };
  } catch (error) {
    await Promise.resolve(container[Symbol.asyncDispose]()).catch(() => {});
    throw error;
  }
}

/** Whether it listens on one of these ports in time. */
async function listens(life: LifecycleContext, ports: readonly number[]): Promise<boolean> {
  const { workload } = life;
  const patient = { ...workload, readyTimeoutMs: Math.min(workload.readyTimeoutMs, listenMs) };
  return !("problem" in (await waitUntilReady({ ...life, workload: patient }, { probe: { kind: "ports", ports } })));
}

function noImage({ name, image }: Companion): Failure {
  return new Failure("no-such-image", `The engine has no image ${image} for the companion ${name} of the workload.`, {
    hint: `Pull or build it first: docker pull ${image}`,
  });
}

async function neverReady(
  { companion: { name, image }, restrictions }: CompanionRequest,
  container: Container,
  raw: string,
  mask: ValueMask,
): Promise<Failure> {
  const problem = mask.text(raw);
  const { stdout, stderr } = await container.logs();
  const state = await container.state();
  const lines = printable(mask.text(`${stdout}\n${stderr}`))
    .split("\n")
    .filter((line) => line.trim() !== "")
    .slice(-10);
  const words =
    lines.length === 0
      ? " It wrote nothing to its log."
      : ` Its last words:\n${lines.map((line) => `  ${line}`).join("\n")}`;
  const hint =
    restrictions === undefined
      ? "Companions run without restrictions: correct its env, command or ready condition in the workload."
      : "It ran under what was learned for it.";
  const ended = !state.running && !state.oomKilled;
  const trouble = { companion: name, problem, ...(ended && { exitCode: state.exitCode }) };
  return new CompanionFailure(
    "never-ready",
    `The companion ${name} (${image}) was never ready: ${problem}.${words}`,
    hint,
    trouble,
  );
}

/** Adds the companion's name to the engine's error about its container. */
async function refusedFor<T>({ name }: Companion, mask: ValueMask, creation: Promise<T>): Promise<T> {
  try {
    return await creation;
  } catch (error) {
    if (!(error instanceof Failure) || error.code !== "engine-refused") throw error;
    const [message, hint] = [mask.text(error.message), mask.text(error.hint)];
    const trouble = { companion: name, problem: message };
    throw new CompanionFailure("engine-refused", `The companion ${name}: ${message}`, hint, trouble);
  }
}
