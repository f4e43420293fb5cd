import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, expect, it } from "vitest";
import { inspectContainer } from "./inspect-container.ts";
import { connect } from "../client/connect.ts";
import { inspectImage } from "../images/images.ts";
import { sweep } from "../session/sweep.ts";

let server: Server | undefined;
afterEach(() => {
  server?.close();
  server?.closeAllConnections();
});

const good: Readonly<Record<string, unknown>> = {
  "/version": { Version: "26.1.5", ApiVersion: "1.45", MinAPIVersion: "1.24" },
  "/info": { NCPU: 1, MemTotal: 1, ContainersRunning: 0, KernelVersion: "6", OSType: "linux" },
};

/** A server in place of an engine, which responds with `odd` except for the calls that `well` handles. */
async function oddEngine(odd: string, well: (path: string) => boolean): Promise<string> {
  server = createServer((request, response) => {
    const path = (request.url ?? "").replace(/^\/v[\d.]+/, "").replace(/\?.*/, "");
    response.setHeader("content-type", "application/json").setHeader("api-version", "1.45");
    response.end(well(path) ? JSON.stringify(good[path] ?? {}) : odd);
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  return `tcp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

it.each(["null", "[]", '"x"', "7", "{}", '{"Version":null}', "[null]"])(
  "rejects an engine that responds with %s",
  async (odd) => {
    const host = await oddEngine(odd, () => false);
    await expect(connect({ env: { DOCKER_HOST: host } })).rejects.toMatchObject({
      code: "engine-refused",
      message: expect.stringMatching(/answered in a form|answer to GET \/version/),
    });
  },
);

it.each(["null", "7", "{}", "[null]", '{"Id":null}'])("rejects an odd later response: %s", async (odd) => {
  const host = await oddEngine(odd, (path) => path in good);
  const engine = await connect({ env: { DOCKER_HOST: host } });
  const refused = { code: expect.stringMatching(/^engine-/) };
  await expect(inspectImage(engine, "x")).rejects.toMatchObject(refused);
  await expect(inspectContainer(engine, "x")).rejects.toMatchObject(refused);
  await expect(sweep(engine)).rejects.toMatchObject(refused);
});
