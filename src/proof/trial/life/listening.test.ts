import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { isListening, listens } from "./listening.ts";

const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 123 1
   1: 0100007F:0050 0100007F:D431 01 00000000:00000000 00:00000000 00000000     0        0 124 1`;

test("state LISTEN on this port only", () => {
  expect(listens(table, 8080)).toBe(true);
  expect(listens(table, 80)).toBe(false);
  expect(listens("", 8080)).toBe(false);
});

test("without a process to look at: a connection must stay open", async () => {
  const open = createServer(() => {});
  const closing = createServer((socket) => socket.destroy());
  const ports = await Promise.all(
    [open, closing].map(async (server) => {
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      return (server.address() as AddressInfo).port;
    }),
  );
  expect(await isListening(undefined, 80, async () => ports[0])).toBe(true);
  // As Docker's proxy does for a container that does not listen.
  expect(await isListening(undefined, 80, async () => ports[1])).toBe(false);
  expect(await isListening(undefined, 80, async () => undefined)).toBe(false);
  for (const server of [open, closing]) server.close();
  expect(await isListening(undefined, 80, async () => ports[1])).toBe(false);
});
