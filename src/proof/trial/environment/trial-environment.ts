import type { Permit } from "../../../consent/decide.ts";
import { Failure } from "../../../domain/failure.ts";
import type { Restrictions } from "../../../domain/profile/restrictions.ts";
import type { Companion, Workload } from "../../../domain/workload/workload.ts";
import type { Step } from "../../../domain/workload/step.ts";
import { createNetwork } from "../../../sources/engine/networks/networks.ts";
import type { CreateRequest } from "../../../domain/container/create-request.ts";
import type { EngineSession } from "../../../sources/engine/types.ts";
import type { CompanionView, Dependents } from "../lifecycle/lifecycle-context.ts";
import { describeExit } from "../lifecycle/ready.ts";
import { startCompanion, type Networks } from "./companions.ts";
import { trialValues } from "../trial-mask.ts";
import { mountsOf, sharedMounts } from "./mounts.ts";

export interface TrialEnvironment extends AsyncDisposable {
  /** Networks and mounts of the trial's container. */
  readonly spec: Pick<CreateRequest, "networks" | "mounts">;
  /** Running companions, by name. */
  readonly companions: ReadonlyMap<string, CompanionView>;
  /** Starts the companions that need the container. */
  readonly dependents: (() => Promise<Dependents>) | undefined;
  /** The safety limit that a companion reached, as text. */
  limit(): Promise<string | undefined>;
  /** Problems of companions under restrictions. */
  problems(): Promise<readonly string[]>;
}

interface EnvironmentRequest {
  readonly workload: Workload;
  readonly permit: Permit;
  /** Restrictions by companion name. */
  readonly restricted?: ReadonlyMap<string, Restrictions> | undefined;
}

/**
 * Environment of a trial's container, created for each trial: networks, volumes with content, and companions, each
 * ready before the next is started. Throws `never-ready` for a companion, `unreadable` for content.
 */
export async function openTrialEnvironment(
  session: EngineSession,
  image: string,
  request: EnvironmentRequest,
): Promise<TrialEnvironment> {
  const { workload, permit, restricted = new Map<string, Restrictions>() } = request;
  await using stack = new AsyncDisposableStack();
  const networks: Networks = new Map();
  const { companions = [], steps } = workload;
  const joined = (names: readonly string[] | undefined, aliases: readonly string[]) =>
    (names ?? [defaultNetwork]).flatMap((name) => {
      const networkName = networks.get(name);
      return networkName === undefined ? [] : [{ name: networkName, aliases }];
    });
  for (const name of networkNames(workload)) networks.set(name, stack.use(await createNetwork(session, permit)).name);
  const allVolumes = [workload.volumes, ...companions.map(({ volumes }) => volumes)].flat();
  const shared = await sharedMounts(session, image, allVolumes, { stack, permit });
  const mounts = await mountsOf(session, image, workload.volumes, { stack, permit, shared });
  const values = trialValues(workload);
  const start = async (companion: Companion, companionStack: AsyncDisposableStack): Promise<Started> => {
    const { name, aliases } = companion;
    const place = {
      mounts: await mountsOf(session, companion.image, companion.volumes, { stack: companionStack, permit, shared }),
      networks: joined(companion.networks, [name, ...aliases]),
    };
    const restrictions = restricted.get(name);
    const companionSteps = steps.flatMap((step) => (step.at === name ? [withoutLocation(step)] : []));
    const request = { companion, place, permit, steps: companionSteps, values, ...(restrictions && { restrictions }) };
    const started = await startCompanion(session, request);
    companionStack.use(started.container);
    return { name, ...started, held: restrictions !== undefined && companion.ready.kind !== "ended" };
  };
  const before: Started[] = [];
  for (const companion of companions) if (companion.after !== true) before.push(await start(companion, stack));
  const after = companions.filter((companion) => companion.after === true);
  const moved = stack.move();
  return {
    spec: {
      mounts,
      ...(networks.size === 0 ? {} : { networks: joined(workload.networks, workload.aliases ?? []) }),
    },
    companions: byName(before),
    dependents: after.length === 0 ? undefined : () => startDependents(after, start),
    async limit() {
      for (const { name, container } of before) {
        const limit = await container.limit();
        if (limit !== undefined) return `companion ${name}: ${limit}`;
      }
      return undefined;
    },
    problems: () => troubleOf(before),
    [Symbol.asyncDispose]: () => moved.disposeAsync(),
  };
}

interface Started extends CompanionView {
  readonly name: string;
  /** It runs under restrictions, and must not end. */
  readonly held: boolean;
}

/** If one of them is not ready, that is a problem of the container that they need. */
async function startDependents(
  companions: readonly Companion[],
  start: (companion: Companion, own: AsyncDisposableStack) => Promise<Started>,
): Promise<Dependents> {
  await using stack = new AsyncDisposableStack();
  const started: Started[] = [];
  let problem: string | undefined;
  try {
    for (const companion of companions) started.push(await start(companion, stack));
  } catch (error) {
    if (!(error instanceof Failure) || (error.code !== "never-ready" && error.code !== "engine-refused")) throw error;
    [problem] = error.message.split("\n");
  }
  const moved = stack.move();
  return {
    started: byName(started),
    problems: async () => (problem === undefined ? troubleOf(started) : [problem]),
    [Symbol.asyncDispose]: () => moved.disposeAsync(),
  };
}

/** Only of restricted companions: the steps test the others. */
async function troubleOf(started: readonly Started[]): Promise<readonly string[]> {
  const problems: string[] = [];
  for (const { name, container, held } of started) {
    if (!held) continue;
    const state = await container.state();
    if (state.oomKilled) problems.push(`companion ${name}: a process was killed for lack of memory`);
    else if (!state.running) problems.push(`companion ${name}: ${describeExit(state, "during the workload")}`);
  }
  return problems;
}

function byName(started: readonly Started[]): ReadonlyMap<string, CompanionView> {
  return new Map(started.map((one) => [one.name, one]));
}

function withoutLocation(step: Step): Step {
  const { at: _, ...own } = step;
  return own as Step;
}

const defaultNetwork = "default";

/**
 * No network without companions: the engine's bridge suffices. A container without network does not join those of its
 * companions.
 */
function networkNames({ grants, networks, companions = [] }: Workload): string[] {
  if (companions.length === 0 && networks === undefined) return [];
  const containerNetworks = (grants?.network ?? "private") === "private" ? (networks ?? [defaultNetwork]) : [];
  return [
    ...new Set([...containerNetworks, ...companions.flatMap((companion) => companion.networks ?? [defaultNetwork])]),
  ];
}
