import { randomBytes } from "node:crypto";
import { access } from "node:fs/promises";
import { insist, type Permit } from "../../consent/decide.ts";
import { Failure } from "../../domain/failure.ts";
import { guardBridge, isGuarded, makeChain, removeChain } from "./firewall/chain.ts";
import { mayFilter } from "./firewall/iptables.ts";
import { nameservers } from "./firewall/nameservers.ts";
import { interruption } from "./interruption.ts";
import { ownOwner } from "./owner.ts";
import type { Run } from "./types.ts";

export interface Network extends AsyncDisposable {
  readonly name: string;
}

/**
 * A bridge network of the run, on which containers find each other by alias. From it the internet can be reached, and neither this machine nor what is
 * private, where that can be had; where not, the run is told. Throws `engine-refused`, `interrupted`.
 */
export async function createNetwork(run: Run, permit: Permit): Promise<Network> {
  insist(permit, []);
  return (await makeNetwork(run)).network;
}

interface Made {
  readonly network: Network;
  readonly bridge: string;
}

/** Networks that no container is in at the moment: making one takes the engine longer than starting a container. */
const idle = new WeakMap<Run, Made[]>();

/**
 * A network for one container alone, in place of the engine's bridge on which everyone meets. It is used again by the next container when this one
 * gave it back.
 */
export async function leaseNetwork(run: Run): Promise<Network> {
  const waiting = idle.get(run) ?? [];
  idle.set(run, waiting);
  const made = waiting.pop() ?? (await makeNetwork(run));
  const { bridge, network } = made;
  if (guarded.get(run) !== undefined && (await guarded.get(run)) === undefined && !(await isGuarded(run.id, bridge)))
    tell(run, await guardBridge(run.id, bridge));
  return { name: network.name, [Symbol.asyncDispose]: async () => void waiting.push(made) };
}

async function makeNetwork(run: Run): Promise<Made> {
  const { engine, signal } = run;
  if (signal.aborted) throw interruption(signal);
  const word = randomBytes(6).toString("hex");
  const name = `${run.id}-n-${word}`;
  // The kernel allows 15 characters (IFNAMSIZ).
  const bridge = `hp${word}`;
  const remove = run.defer(`network ${name}`, () =>
    engine.call({ method: "DELETE", path: `/networks/${name}`, accept: [404], timeoutMs: 60_000 }),
  );
  const body = { Name: name, Driver: "bridge", CheckDuplicate: true, EnableIPv6: false, Labels: run.labels };
  const create = (options: Readonly<Record<string, string>>) =>
    engine.call({
      method: "POST",
      path: "/networks/create",
      body: { ...body, Options: options },
      timeoutMs: 60_000,
    });
  try {
    await create({ "com.docker.network.bridge.name": bridge }).catch((error: unknown) => {
      // Podman's own networks have no such option in all of its versions.
      if (!(error instanceof Failure) || error.code !== "engine-refused" || !/option/i.test(error.message)) throw error;
      return create({});
    });
    tell(run, await guard(run, bridge));
  } catch (error) {
    await remove().catch(() => {});
    throw error;
  }
  return { network: { name, [Symbol.asyncDispose]: remove }, bridge };
}

/** Why the run has no chain; undefined when it has one. */
const guarded = new WeakMap<Run, Promise<string | undefined>>();

/** Why the network behind `bridge` is open; undefined when it is guarded. */
async function guard(run: Run, bridge: string): Promise<string | undefined> {
  if (!run.engine.info.sameKernel) return "the engine is on another machine";
  if (!mayFilter()) return "only root may filter packets";
  const here = await access(`/sys/class/net/${bridge}`).then(
    () => true,
    () => false,
  );
  if (!here) return "the engine keeps its networks where they cannot be filtered from here";
  const chain = guarded.get(run) ?? chainOf(run);
  guarded.set(run, chain);
  return (await chain) ?? guardBridge(run.id, bridge);
}

async function chainOf(run: Run): Promise<string | undefined> {
  run.defer(`firewall chain ${run.id}`, () => removeChain(run.id));
  return makeChain(run.id, await ownOwner(), await nameservers());
}

function tell(run: Run, why: string | undefined): void {
  if (why === undefined) return;
  run.note(
    `containers have a network of their own, but this machine, private networks and metadata services can be reached from it: ${why}`,
  );
}
