import { randomBytes } from "node:crypto";
import { access } from "node:fs/promises";
import { insist, type Permit } from "../../../consent/decide.ts";
import { Failure } from "../../../domain/failure.ts";
import { closeChain, guardBridges, makeChain, rejectedPackets, removeChain } from "./firewall/chain.ts";
import { mayFilter } from "./firewall/iptables.ts";
import { nameservers } from "./firewall/nameservers.ts";
import { interruption } from "../client/interruption.ts";
import { isPodman } from "../client/is-podman.ts";
import { ownOwner } from "../session/own-owner.ts";
import type { EngineSession } from "../types.ts";

export interface Network extends AsyncDisposable {
  readonly name: string;
  /** Name of the bridge's interface. */
  readonly bridge: string;
}

/**
 * A bridge network of the run, on which containers find each other by alias. It reaches the internet, but neither
 * this machine nor private networks, if that can be enforced; otherwise the run notes it. Throws `engine-refused`,
 * `interrupted`.
 */
export async function createNetwork(session: EngineSession, permit: Permit, kind = "n"): Promise<Network> {
  insist(permit, []);
  const { engine, signal } = session;
  if (signal.aborted) throw interruption(signal);
  const name = `${session.id}-${kind}-${randomBytes(3).toString("hex")}`;
  const bridge = `${prefixOf(session)}${nextNumber(session)}`;
  const remove = session.defer(`network ${name}`, () =>
    engine.call({ method: "DELETE", path: `/networks/${name}`, accept: [404], timeoutMs: 60_000 }),
  );
  const body = { Name: name, Driver: "bridge", CheckDuplicate: true, EnableIPv6: false, Labels: session.labels };
  const create = (options: object) =>
    engine.call({ method: "POST", path: "/networks/create", body: { ...body, ...options }, timeoutMs: 60_000 });
  try {
    const namedBridge = await create({ Options: { "com.docker.network.bridge.name": bridge } }).then(
      () => true,
      async (error: unknown) => {
        // Not every version of Podman's service supports the option.
        if (!(error instanceof Failure) || error.code !== "engine-refused" || !/option/i.test(error.message))
          throw error;
        await create({});
        return false;
      },
    );
    if (namedBridge) await guardOrNote(session, { name, bridge });
    else {
      had(session).open = nameless;
      session.note(`${openly}: ${nameless}`);
    }
  } catch (error) {
    await remove().catch(() => {});
    throw error;
  }
  return { name, bridge, [Symbol.asyncDispose]: remove };
}

/**
 * A network for a single container. Disposing it, once its container is gone, keeps it for the next container of the
 * run: the engine takes as long to create and remove a network as to start a container. It is removed with the run.
 * Throws like `createNetwork`.
 */
export async function borrowNetwork(
  session: EngineSession,
  permit: Permit,
): Promise<AsyncDisposable & Pick<Network, "name">> {
  insist(permit, []);
  const { idle } = had(session);
  const idleNetwork = await stillThere(session, idle.pop());
  // Other firewall rules may have been loaded since.
  if (idleNetwork !== undefined) await guardOrNote(session, idleNetwork);
  const network = idleNetwork ?? (await createNetwork(session, permit, "own"));
  return { name: network.name, [Symbol.asyncDispose]: async () => void idle.push(network) };
}

/** Any `docker network prune` removes a network without containers. */
async function stillThere({ engine }: EngineSession, network: Network | undefined): Promise<Network | undefined> {
  if (network === undefined) return undefined;
  const path = `/networks/${network.name}`;
  const { Name } = await engine.call<{ readonly Name?: unknown }>({ method: "GET", path, accept: [404] });
  return Name === network.name ? network : undefined;
}

/**
 * For networks of a container that was just started and still runs: checks that the bridges created with it are
 * local, if they were guarded before.
 */
export async function noteUnguardedBridges(session: EngineSession, names: readonly string[]): Promise<void> {
  const { awaited } = had(session);
  for (const name of names) {
    const bridge = awaited.get(name);
    if (bridge === undefined) continue;
    awaited.delete(name);
    if (await isHere(bridge)) continue;
    had(session).open = elsewhere;
    session.note(`${openly}: ${elsewhere}`);
  }
}

/**
 * From now on networks of the run reach no internet. Returns why that can't be enforced, or undefined. Each call checks it again: reloading a firewall drops
 * rules.
 */
export async function closeInternet(session: EngineSession): Promise<string | undefined> {
  if (!session.engine.info.sameKernel) return "the engine is on another machine";
  if (!mayFilter()) return "only root may filter packets";
  return (await (had(session).chain ??= chainOf(session))) ?? closeChain(session.id);
}

/** Packets to the internet that were rejected; undefined without such a limit, or where they can't be counted. */
export async function countRejected(session: EngineSession): Promise<number | undefined> {
  const { chain } = had(session);
  return chain === undefined || (await chain) !== undefined ? undefined : rejectedPackets(session.id);
}

/** Why a network of the run could not be filtered; undefined where each is. */
export function openNetwork(session: EngineSession): string | undefined {
  return had(session).open;
}

type Bridged = Pick<Network, "name" | "bridge">;

async function guardOrNote(session: EngineSession, network: Bridged): Promise<void> {
  const open = await guard(session, network);
  if (open === undefined) return;
  had(session).open = open;
  session.note(`${openly}: ${open}`);
}

const openly = "containers have separate networks, but can reach this machine, private networks and metadata services";

const nameless = "this version of the engine gives bridges no name by which they could be filtered";
const elsewhere = "the engine keeps its networks where they cannot be filtered from here";

/** Prefix of a run's bridges. The kernel allows 15 characters in total (IFNAMSIZ). */
function prefixOf({ id }: EngineSession): string {
  return `hp${id.slice("hp-".length, "hp-".length + 8)}`;
}

/** Networks of a run. */
interface Had {
  bridges: number;
  /** Networks without containers. */
  readonly idle: Network[];
  /** By network name: bridges that are created with their first container. */
  readonly awaited: Map<string, string>;
  /** Why it has no chain; undefined if it has one. */
  chain?: Promise<string | undefined>;
  /** Why one of its networks is open. */
  open?: string;
}

/** By the object that all views of a run share. */
const runs = new WeakMap<EngineSession["labels"], Had>();

function had({ labels }: EngineSession): Had {
  const networksOfRun = runs.get(labels) ?? { bridges: 0, idle: [], awaited: new Map() };
  runs.set(labels, networksOfRun);
  return networksOfRun;
}

function nextNumber(session: EngineSession): string {
  return (++had(session).bridges % 0x10000).toString(16).padStart(4, "0");
}

/** Why the network behind `bridge` is open; undefined if it is guarded. Rules match a bridge by its name, even before it exists. */
async function guard(session: EngineSession, { name, bridge }: Bridged): Promise<string | undefined> {
  if (!session.engine.info.sameKernel) return "the engine is on another machine";
  if (!mayFilter()) return "only root may filter packets";
  if (!(await isHere(bridge))) {
    // Podman creates a bridge with its first container.
    if (!isPodman(session.engine)) return elsewhere;
    had(session).awaited.set(name, bridge);
  }
  const failure = await (had(session).chain ??= chainOf(session));
  // Podman allows traffic between its networks.
  const bridges = isPodman(session.engine) ? bridge : `${prefixOf(session)}+`;
  return failure ?? guardBridges(session.id, bridges);
}

async function chainOf(session: EngineSession): Promise<string | undefined> {
  session.defer(`firewall chain ${session.id}`, () => removeChain(session.id));
  // The bridge's address also serves names (aardvark-dns).
  return makeChain(session.id, await ownOwner(), await nameservers(), isPodman(session.engine));
}

function isHere(bridge: string): Promise<boolean> {
  return access(`/sys/class/net/${bridge}`).then(
    () => true,
    () => false,
  );
}
