import assert from "node:assert/strict";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { after, before, test } from "node:test";
import { createApp } from "./app.ts";

const lines: string[] = [];
const server = createApp({ log: (line) => lines.push(line), now: () => new Date("2024-05-01T22:30:00Z") });
let base = "";

before(async () => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
after(() => {
  server.close();
  server.closeAllConnections();
});

test("shows the time three hours ahead of UTC and counts visits", async () => {
  const first = await (await fetch(base)).text();
  assert.match(first, /Moscow time: 01:30:00/);
  assert.match(first, /2024-05-02, visit number 1 /);
  assert.match(await (await fetch(base)).text(), /visit number 2 /);
});

test("tells its health", async () => {
  assert.deepEqual(await (await fetch(`${base}/health`)).json(), { status: "ok" });
});

test("logs a missing page", async () => {
  assert.equal((await fetch(`${base}/nothing`)).status, 404);
  assert.match(lines.at(-1) ?? "", /"GET \/nothing" 404$/);
});
