import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import type { Container, ContainerState } from "../../../sources/engine/types.ts";
import { isListening, listens, socketTables } from "./listening.ts";

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 123 1
   1: 0100007F:0050 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 124 1`;

test("only counts state LISTEN on this port", () => {
  expect(listens(table, 8080)).toBe(true);
  expect(listens(table, 80)).toBe(false);
  expect(listens("", 8080)).toBe(false);
});

/** As much of a container as is asked: no engine is needed to know what is made of its answers. */
function reached(answers: Partial<Container>): Container {
  return { sockets: async () => undefined, ...answers } as Container;
}

const stopped: ContainerState = { running: false, pid: 0, exitCode: 0, oomKilled: false, error: "" };

function fail(): never {
  throw new Error("not published");
}

test("reads tables through the engine if ports are unreachable", async () => {
  const far = reached({ sockets: async () => [table], hostPort: async () => fail() });
  expect([await isListening(undefined, 8080, far), await isListening(undefined, 80, far)]).toEqual([true, false]);
  expect(await socketTables(undefined, far)).toEqual([table]);
  // Our own process of the machine is looked at first.
  expect((await socketTables(process.pid, far))?.length).toBe(2);
});

test("requires an open connection if no process is visible", async () => {
  const open = createServer(() => {});
  const closing = createServer((socket) => socket.destroy());
  const ports = await Promise.all(
    [open, closing].map(async (server) => {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return (server.address() as AddressInfo).port;
    }),
  );
  const at = (port?: number) => reached({ hostPort: async () => port ?? fail(), state: async () => stopped });
  expect(await isListening(undefined, 80, at(ports[0]))).toBe(true);
  // As Docker's proxy does for a container that does not listen.
  expect(await isListening(undefined, 80, at(ports[1]))).toBe(false);
  expect(await isListening(undefined, 80, at())).toBe(false);
  for (const server of [open, closing]) server.close();
  expect(await isListening(undefined, 80, at(ports[1]))).toBe(false);
});
