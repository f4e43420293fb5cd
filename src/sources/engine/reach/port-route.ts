import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { readlink } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import type { Permit } from "../../../consent/decide.ts";
import { answerOf } from "../client/answer-of.ts";
import { containerShape } from "../client/shapes.ts";
import { engineProcess } from "../origins/engine-process.ts";
import type { EngineSession } from "../types.ts";
import { hasRelay, startHelper } from "./helper.ts";

/** `published`: on 127.0.0.1 of this machine. `inside`: only from inside the container's network. */
export type PortRoute = "published" | "inside";

const portRoutes = new WeakMap<EngineSession["labels"], Promise<PortRoute>>();

/**
 * How a published port of this run's containers can be reached. An engine in our network publishes locally; any other
 * is tested with a container of `image` that sends a secret word: an address proves nothing (a forwarded socket, a
 * virtual machine that forwards ports, an engine in a container).
 */
export function findPortRoute(session: EngineSession, image: string, permit: Permit): Promise<PortRoute> {
  const way = portRoutes.get(session.labels) ?? look(session, image, permit);
  portRoutes.set(session.labels, way);
  return way;
}

const port = 18_473;
const withinMs = 1500;

async function look(session: EngineSession, image: string, permit: Permit): Promise<PortRoute> {
  if (await isOwnNetwork(session)) return "published";
  if (!hasRelay(session.engine.info.architecture)) {
    session.note(
      `whether ports of containers are reached at 127.0.0.1 was not tried: hullproof has no program for ${session.engine.info.architecture}`,
    );
    return "published";
  }
  const word = randomBytes(16).toString("hex");
  try {
    await using helper = await startHelper(session, image, permit, {
      words: ["a", String(port), word],
      network: "bridge",
      port,
    });
    for (const end = Date.now() + withinMs; Date.now() < end; await sleep(50)) {
      const at = await publishedAt(session, helper.id);
      if (at !== undefined && (await says(at, word.length)) === word) return "published";
    }
  } catch (error) {
    session.signal.throwIfAborted();
    session.note(`no port was published for a trial of it: ${error instanceof Error ? error.message : String(error)}`);
  }
  return "inside";
}

/** Only root sees an engine's network; other users with a local engine of this kernel are assumed to share it. */
async function isOwnNetwork({ engine: { info } }: EngineSession): Promise<boolean> {
  if (!info.sameKernel || !info.endpoint.startsWith("unix://")) return false;
  if (process.getuid?.() !== 0) return true;
  const pid = await engineProcess(info.endpoint.slice("unix://".length));
  if (pid === undefined) return false;
  const [its, ownNamespace] = await Promise.all(
    [pid, "self"].map((one) => readlink(`/proc/${one}/ns/net`).catch(() => "")),
  );
  return its !== "" && its === ownNamespace;
}

async function publishedAt({ engine, signal }: EngineSession, id: string): Promise<number | undefined> {
  const inspected = answerOf(
    containerShape,
    await engine.call({ method: "GET", path: `/containers/${id}/json`, signal }),
  );
  const [binding] = inspected.NetworkSettings.Ports[`${port}/tcp`] ?? [];
  const at = Number(binding?.HostPort);
  return at > 0 ? at : undefined;
}

/** The first `bytes` that a local port sends within a moment. */
function says(at: number, bytes: number): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const socket = connect({ host: "127.0.0.1", port: at });
  let text = "";
  const end = () => {
    clearTimeout(timer);
    socket.destroy();
    resolve(text);
  };
  const timer = setTimeout(end, 1000);
  socket.on("data", (chunk) => {
    text = (text + chunk.toString("latin1")).slice(0, bytes);
    if (text.length === bytes) end();
  });
  socket.on("close", end);
  socket.on("error", end);
  return promise;
}
