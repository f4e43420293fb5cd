import { insist, type Permit } from "../../../consent/decide.ts";
import { answerOf } from "../client/answer-of.ts";
import { execShape } from "../client/shapes.ts";
import { readMultiplexed } from "../client/multiplexed.ts";
import type { EngineSession } from "../types.ts";
import { openTcpForward, openUdpForward, type Carried, type PortForward } from "./port-forward.ts";
import { relayPath, startHelper, type Helper } from "./helper.ts";

/** Access to the ports of one running container from inside its network. */
export interface Inside extends AsyncDisposable {
  /** Local port on 127.0.0.1 that forwards to the container's port, in both directions. */
  port(containerPort: number, protocol: "tcp" | "udp"): Promise<number>;
  /** The texts of /proc/net/tcp and tcp6 there; undefined if they cannot be read. */
  sockets(): Promise<readonly string[] | undefined>;
}

const tableBytes = 4 * 1024 * 1024;

/** `address` is the container's own in its network: a server on its loopback only would not be published either. */
export function openInside(
  session: EngineSession,
  { id, image, address }: { readonly id: string; readonly image: string; readonly address: string },
  permit: Permit,
): Inside {
  const doors = new Map<string, Promise<PortForward>>();
  let helper: Promise<Helper> | undefined;
  const started = (): Promise<Helper> => {
    helper ??= startHelper(session, image, permit, { words: ["w"], network: `container:${id}` });
    return helper;
  };
  const exec = async (words: readonly string[], input: boolean): Promise<Carried> => {
    // Message of a helper's own program, so its text is ours.
    insist(permit, []);
    const { engine, signal } = session;
    const path = `/containers/${(await started()).id}/exec`;
    const body = { Cmd: [relayPath, ...words], AttachStdin: input, AttachStdout: true, AttachStderr: true };
    const { Id } = await engine.call<{ Id: string }>({ method: "POST", path, body, signal });
    const stream = await engine.duplex({
      method: "POST",
      path: `/exec/${Id}/start`,
      body: { Detach: false, Tty: false },
      signal,
    });
    const end = { method: "GET", path: `/exec/${Id}/json`, signal } as const;
    return { stream, failed: async () => answerOf(execShape, await engine.call(end)).ExitCode !== 0 };
  };
  const open = (protocol: "tcp" | "udp", containerPort: number) => {
    const words = [protocol === "tcp" ? "t" : "u", address, String(containerPort)];
    return (protocol === "tcp" ? openTcpForward : openUdpForward)(() => exec(words, true));
  };
  return {
    async port(containerPort, protocol) {
      const key = `${containerPort}/${protocol}`;
      const door = doors.get(key) ?? open(protocol, containerPort);
      doors.set(key, door);
      door.catch(() => doors.delete(key));
      return (await door).port;
    },
    async sockets() {
      const texts: string[] = [];
      for (const name of ["tcp", "tcp6"]) {
        const { stream } = await exec(["r", `/proc/net/${name}`], false);
        const { stdout } = await readMultiplexed(stream, { limit: tableBytes, most: tableBytes }).finally(() =>
          stream.destroy(),
        );
        if (stdout !== "") texts.push(stdout);
      }
      return texts.length === 0 ? undefined : texts;
    },
    async [Symbol.asyncDispose]() {
      for (const door of doors.values()) (await door.catch(() => undefined))?.close();
      doors.clear();
      const was = helper;
      helper = undefined;
      await (await was?.catch(() => undefined))?.[Symbol.asyncDispose]();
    },
  };
}
