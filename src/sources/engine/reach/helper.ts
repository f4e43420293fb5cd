import { ownValue } from "../../../domain/own-value.ts";
import { randomBytes } from "node:crypto";
import { access, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { insist, type Permit } from "../../../consent/decide.ts";
import { Failure } from "../../../domain/failure.ts";
import { removeContainer } from "../session/orphaned-resources.ts";
import { tarFolder } from "../volumes/tar-folder.ts";
import type { EngineSession } from "../types.ts";
import { relayPrograms } from "./relay-program.ts";
import { mebibyte } from "../../../domain/units.ts";

/** Path of the program in a helper. */
export const relayPath = "/hullproof-relay";

export interface Helper extends AsyncDisposable {
  readonly id: string;
}

/** Engines' names of an architecture -> that of uname(2). */
const machines = new Map([
  ["x86_64", "x86_64"],
  ["amd64", "x86_64"],
  ["aarch64", "aarch64"],
  ["arm64", "aarch64"],
]);

/** Whether a helper can run on this engine's machine. */
export function hasRelay(architecture: string): boolean {
  return machines.has(architecture);
}

/**
 * Starts a container that only runs hullproof's own small program, without capabilities and as an unprivileged user;
 * it has only the files of `image`. `network` is another container's, or a separate one on which it publishes `port`
 * to the engine's own machine only.
 */
export async function startHelper(
  session: EngineSession,
  image: string,
  permit: Permit,
  { words, network, port }: { readonly words: readonly string[]; readonly network: string; readonly port?: number },
): Promise<Helper> {
  // It runs our program, with fewer privileges than any other container.
  insist(permit, []);
  const { engine, labels } = session;
  const name = `${session.id}-reach-${randomBytes(3).toString("hex")}`;
  const program = await programOf(session);
  const remove = session.defer(`container ${name}`, () => removeContainer(engine, name));
  const published = port === undefined ? {} : { [`${port}/tcp`]: [{ HostIp: "127.0.0.1", HostPort: "" }] };
  const body = {
    Image: image,
    Labels: labels,
    Entrypoint: [relayPath],
    Cmd: words,
    User: "65534:65534",
    WorkingDir: "/",
    Healthcheck: { Test: ["NONE"] },
    ExposedPorts: Object.fromEntries(Object.keys(published).map((key) => [key, {}])),
    HostConfig: {
      NetworkMode: network,
      PortBindings: published,
      CapDrop: ["ALL"],
      SecurityOpt: ["no-new-privileges"],
      // Each connection is an exec, whose start needs a few MiB for the runtime.
      Memory: 512 * mebibyte,
      MemorySwap: 512 * mebibyte,
      PidsLimit: 2048,
      Init: false,
    },
  };
  try {
    const query = { name };
    const createRequest = { method: "POST", path: "/containers/create", body, query, timeoutMs: 60_000 } as const;
    const { Id: id } = await engine.call<{ Id: string }>(createRequest);
    const archive = tarFolder(program, { name: relayPath.slice(1), uid: 0, gid: 0, mode: 0o755 });
    await engine.call({ method: "PUT", path: `/containers/${id}/archive`, query: { path: "/" }, body: archive });
    await engine.call({ method: "POST", path: `/containers/${id}/start`, timeoutMs: 60_000 });
    return { id, [Symbol.asyncDispose]: remove };
  } catch (error) {
    await remove().catch(() => {});
    throw error;
  }
}

/** Written once per run. Throws `engine-refused` for a machine without a program. */
async function programOf({ engine, folder }: EngineSession): Promise<string> {
  const machine = machines.get(engine.info.architecture) ?? "";
  const text = ownValue(relayPrograms, machine);
  if (text === undefined)
    throw new Failure(
      "engine-refused",
      `Ports of containers cannot be reached: the engine at ${engine.info.endpoint} publishes them on its own machine, and hullproof has no program for ${engine.info.architecture} that asks them there.`,
      { hint: "Run hullproof on the engine's own machine, or with a workload of --exec steps alone." },
    );
  const file = join(folder, "relay");
  const isExtracted = await access(file).then(
    () => true,
    () => false,
  );
  if (isExtracted) return file;
  await mkdir(folder, { recursive: true });
  await writeFile(file, Buffer.from(text, "base64"), { mode: 0o700 });
  return file;
}
