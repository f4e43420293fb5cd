import { randomBytes } from "node:crypto";
import type { z } from "zod";
import { answerOf } from "../client/answer-of.ts";
import { insist, type Permit } from "../../../consent/decide.ts";
import { specReach } from "../../../consent/spec-reach.ts";
import { engineCapabilities } from "../../../data/engine-capabilities.ts";
import { Failure } from "../../../domain/failure.ts";
import { adaptSpec, type Adapted } from "./adapt-spec.ts";
import { createBody, joined } from "./create-body.ts";
import { execIn } from "./exec.ts";
import { cannotStart } from "./cannot-start.ts";
import { refusedStatus } from "../client/http.ts";
import { interruption } from "../client/interruption.ts";
import { readOnlyOnPodman } from "./read-only-places.ts";
import { removeContainer, removeVolume } from "../session/orphaned-resources.ts";
import { borrowNetwork, noteUnguardedBridges } from "../networks/networks.ts";
import { containerPlace, nowhere, type ContainerPlace } from "./container-place.ts";
import { containerReach, type ContainerReach } from "../reach/container-reach.ts";
import { watchMain } from "./main-process.ts";
import { prepareDirectory } from "./prepare-directory.ts";
import { safetyGuard, type SafetyGuard } from "../safety/safety-guard.ts";
import { containerShape } from "../client/shapes.ts";
import { locateAll } from "../../files/locate.ts";
import { whileMoving } from "../client/while-moving.ts";
import type { CreateRequest } from "../../../domain/container/create-request.ts";
import type { Container, ContainerState, EngineRequest, EngineSession } from "../types.ts";

/**
 * Creates a container of the run, with its volumes. Disposing it, or the run, removes both. Throws `engine-refused`
 * with the engine's message, `no-such-image`, `interrupted`, and `not-allowed` if `permit` does not cover the host
 * access of exactly this request, before any call to the engine.
 */
export async function createContainer(
  session: EngineSession,
  requestedSpec: CreateRequest,
  permit: Permit,
): Promise<Container> {
  const { engine, signal } = session;
  if (signal.aborted) throw interruption(signal);
  const allowed = await permitted(session, requestedSpec, permit);
  // No container joins the engine's default bridge, where all containers meet and this machine is reachable.
  const shared = joined(allowed).length === 0 && (allowed.network ?? "bridge") === "bridge";
  const network = shared ? await borrowNetwork(session, permit) : undefined;
  const spec = network === undefined ? allowed : { ...allowed, networks: [{ name: network.name, aliases: [] }] };
  const name = `${session.id}-${plain(spec.name ?? "c")}-${randomBytes(3).toString("hex")}`;
  const volumes = [...(spec.volumes ?? []), ...volumesToPrepare(spec)].map((volume) => ({
    source: `${name}-${plain(volume.name)}`,
    path: volume.path,
    readOnly: volume.readOnly ?? false,
  }));

  const volumeNames = volumes.map(({ source }) => source);
  // Registered with the run before it exists, so that a removal by name always finds it.
  const helper = `${name}-prepare`;
  const remove = session.defer(`container ${name}`, async () => {
    await removeContainer(engine, name);
    if (spec.prepared !== undefined) await removeContainer(engine, helper);
    for (const source of volumeNames) await removeVolume(engine, source);
    await network?.[Symbol.asyncDispose]();
  });
  // The signal does not abort the creation: the engine would finish it after the removal.
  const make = <T>(path: string, body: unknown, query?: EngineRequest["query"]) =>
    engine.call<T>({ method: "POST", path, body, query: query ?? {}, timeoutMs: 60_000 });
  try {
    for (const { source } of volumes) await make("/volumes/create", { Name: source, Labels: session.labels });
    if (spec.prepared !== undefined) {
      // The engine cannot unpack into a read-only container, so another one with the same mounts is used.
      const { image, mounts = [], command = ["none"] } = spec;
      const alike = createBody(session, { image, mounts, command, network: "none" }, volumes);
      await make("/containers/create", alike, { name: helper });
      for (const directory of spec.prepared) await prepareDirectory(engine, helper, directory);
      await removeContainer(engine, helper);
    }
    const create = async (adapted: Adapted): Promise<{ Id: string }> => {
      try {
        return await make("/containers/create", createBody(session, adapted.spec, volumes, adapted.tmpfsVolumes), {
          name,
        });
      } catch (error) {
        const nextAdaptation = await adaptSpec(session, adapted, name, error);
        if (nextAdaptation === undefined) throw error;
        for (const { source, options } of nextAdaptation.tmpfsVolumes ?? []) {
          volumeNames.push(source);
          const driver = { Driver: "local", DriverOpts: { type: "tmpfs", device: "tmpfs", o: options } };
          await make("/volumes/create", { Name: source, Labels: session.labels, ...driver });
        }
        return create({ ...adapted, ...nextAdaptation });
      }
    };
    const { Id: id } = await create({ spec: await readOnlyOnPodman(session, spec) });
    for (const attachment of joined(spec).slice(1)) {
      const body = { Container: id, EndpointConfig: { Aliases: attachment.aliases } };
      await make(`/networks/${attachment.name}/connect`, body);
    }
    if (signal.aborted) throw interruption(signal);
    const guard = safetyGuard(session, id, spec);
    const path = `/containers/${id}`;
    const inspect = async () =>
      answerOf(containerShape, await engine.call({ method: "GET", path: `${path}/json`, signal }));
    let lives = watchMain(0);
    const reach = containerReach(session, { id, spec, permit, inspect, lives: () => lives() });
    let place = nowhere;
    return {
      ...methods(session, id, name, spec, {
        permit,
        guard,
        reach,
        inspect,
        place: () => place,
        moved: (to) => void (place = to),
        began: (pid) => void (lives = watchMain(pid)),
      }),
      lives: () => lives(),
      get overlay() {
        return place.overlay;
      },
      async [Symbol.asyncDispose]() {
        guard.stop();
        await reach[Symbol.asyncDispose]();
        await remove();
      },
    };
  } catch (error) {
    await remove().catch(() => {});
    throw refusedStatus(error) === 404 ? noImage(spec.image, error) : error;
  }
}

/** Resolves the folder names in the request to the current folders. Throws `not-allowed`. */
async function permitted(session: EngineSession, spec: CreateRequest, permit: Permit): Promise<CreateRequest> {
  const { mounts = [] } = spec;
  const sources = mounts.flatMap(({ type, source }) => (type === "bind" ? [source] : []));
  const located = await locateAll(sources.length === 0 ? [] : [session.folder, ...sources]);
  const folder = located.get(session.folder)?.path;
  const defaults = engineCapabilities(session.engine.info.name);
  insist(permit, specReach(spec, { run: session.id, located, defaults, ...(folder !== undefined && { folder }) }));
  if (sources.length === 0) return spec;
  const resolved = mounts.map((mount) => ({ ...mount, source: located.get(mount.source)?.path ?? mount.source }));
  return { ...spec, mounts: resolved };
}

/** A volume of the image is nameless and new in each container, so a prepared directory needs a named one. */
function volumesToPrepare({ volumes = [], mounts = [], prepared = [] }: CreateRequest) {
  const mounted = new Set([...volumes, ...mounts].map(({ path }) => path));
  return prepared
    .filter(({ path }) => !mounted.has(path))
    .map(({ path }, at) => ({ name: `prepared-${at}`, path, readOnly: false }));
}

function methods(
  session: EngineSession,
  id: string,
  name: string,
  spec: CreateRequest,
  of: {
    readonly permit: Permit;
    readonly guard: SafetyGuard;
    readonly reach: ContainerReach;
    readonly inspect: () => Promise<z.infer<typeof containerShape>>;
    readonly place: () => ContainerPlace;
    readonly moved: (to: ContainerPlace) => void;
    readonly began: (pid: number) => void;
  },
): Omit<Container, "overlay" | "lives" | typeof Symbol.asyncDispose> {
  const { engine, signal } = session;
  const { permit, guard, reach, inspect, place, moved, began } = of;
  const path = `/containers/${id}`;
  const call = <T>(request: Omit<EngineRequest, "signal">) => engine.call<T>({ ...request, signal });
  return {
    id,
    name,
    async start() {
      // The engine resolves folders again at each start.
      await permitted(session, spec, permit);
      try {
        await call({ method: "POST", path: `${path}/start`, timeoutMs: 60_000 });
      } catch (error) {
        throw cannotStart(error, spec.image);
      }
      await reach.restarted();
      const inspected = await inspect();
      began(engine.info.sameKernel && inspected.State.Running ? inspected.State.Pid : 0);
      if (inspected.State.Running)
        await noteUnguardedBridges(
          session,
          joined(spec).map(({ name: network }) => network),
        );
      const currentPlace = await containerPlace(engine.info, inspected);
      // An ended container has no mounts any more; an earlier start already reported them.
      if (currentPlace.overlay !== undefined || place() === nowhere) moved(currentPlace);
      await guard.started(inspected, place());
    },
    limit: () => guard.limit(),
    hostPort: (port, protocol) => reach.hostPort(port, protocol),
    sockets: () => reach.sockets(),
    watchContact: (options) => reach.watchContact(options),
    async stop(timeoutMs) {
      // The engine counts whole seconds.
      const query = { t: Math.ceil(timeoutMs / 1000) };
      await call({ method: "POST", path: `${path}/stop`, query, timeoutMs: timeoutMs + 30_000 });
    },
    async kill(signalName) {
      await call({ method: "POST", path: `${path}/kill`, query: { signal: signalName } });
    },
    async wait(timeoutMs) {
      const query = { condition: "not-running" };
      try {
        const answer = await call<{ StatusCode: number }>({ method: "POST", path: `${path}/wait`, query, timeoutMs });
        return answer.StatusCode;
      } catch (error) {
        if (!(error instanceof Failure) || error.code !== "timed-out") throw error;
        throw new Failure("timed-out", `The container of ${spec.image} still runs after ${timeoutMs / 1000} s.`, {
          hint: "Give it more time, or make its main process end.",
          cause: error,
        });
      }
    },
    async state(): Promise<ContainerState> {
      const { State: state } = await inspect();
      const health = (["starting", "healthy", "unhealthy"] as const).find((status) => status === state.Health?.Status);
      return {
        running: state.Running,
        pid: state.Pid,
        exitCode: state.ExitCode,
        oomKilled: state.OOMKilled,
        error: state.Error,
        ...(health === undefined ? {} : { health }),
      };
    },
    async logs(sinceSeconds) {
      const query = { stdout: true, stderr: true, since: sinceSeconds };
      const log = await engine.open({ method: "GET", path: `${path}/logs`, query, signal });
      const { stdout, stderr } = await guard.log(log);
      return { stdout, stderr };
    },
    exec: (command, options = {}) => execIn(session, id, command, options, permit),
    async changes() {
      const ask = () =>
        call<{ Path: string; Kind: 0 | 1 | 2 }[] | null>({
          method: "GET",
          path: `${path}/changes`,
          timeoutMs: 60_000,
          nullable: true,
        });
      const list = await whileMoving(ask, signal);
      return (list ?? [])
        .map((change) => ({ path: change.Path, kind: change.Kind }))
        .toSorted((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
    },
    async mounts() {
      const { Mounts: mounts } = await inspect();
      const ownTmpfs = (source: string) => source.includes(`/${name}-tmpfs-`);
      return mounts
        .filter(({ Source }) => !ownTmpfs(Source))
        .map((mount) => ({
          source: place().local(mount.Source),
          path: mount.Destination,
          volume: mount.Type === "volume",
        }));
    },
  };
}

function noImage(image: string, cause: unknown): Failure {
  return new Failure("no-such-image", `The engine has no image ${image}.`, {
    hint: `Build or pull it first: docker pull ${image}`,
    cause,
  });
}

/** The engine allows only [a-zA-Z0-9_.-] in names. */
function plain(name: string): string {
  return name.replace(/[^a-zA-Z0-9_.-]/g, "-").slice(0, 40);
}
