// The builder fetches what ADD names in the engine's own network, where 127.0.0.1 is this machine.
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { buildReach } from "../../src/consent/build-reach.ts";
import { decide } from "../../src/consent/decide.ts";
import { legacyBuilder, olderBuildKit } from "./older.ts";
import { buildImage as buildWith } from "../../src/sources/engine/image-build/build.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { buildImage } from "./own-build.ts";

let engine: Engine;
let session: EngineSession;
beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
});
afterAll(() => session[Symbol.asyncDispose]());

let built = 0;
const request = (dockerfile: string) => ({
  dockerfile,
  dockerfileName: "Dockerfile",
  name: `add${++built}`,
  noCache: true,
});
const secret = "only for this machine";
let server: Server;
let address: string;
let hits: number;
beforeEach(async () => {
  hits = 0;
  server = createServer((_, response) => {
    hits++;
    response.end(secret);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  address = `127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(() => void server.close());

test.each([
  ["in the open", (at: string) => `ADD http://${at}/x /x\n`, /build:ADD=http:\/\/127/],
  ["put together of variables", (at: string) => `ENV "U"="http:/""/${at}/x"\nADD $U /x\n`, /would fetch http:\/\/127/],
  ["out of an argument", (at: string) => `ARG H=${at}\nADD http://\${H}/x /x\n`, /would fetch http:\/\/127/],
  ["as a repository", (at: string) => `ARG H=${at}\nADD http://\${H}/x.git /x\n`, /would fetch git:\/\/127/],
])("%s is refused, and no one asks for it", async (_, add, words) => {
  const refused = buildImage(session, request(`FROM scratch\n${add(address)}`), () => {});
  await expect(refused).rejects.toMatchObject({
    code: "not-allowed",
    // Without a source policy the builder would fetch it, so it is refused before.
    message: expect.stringMatching(
      (olderBuildKit ?? legacyBuilder) === undefined || add(address).startsWith("ADD")
        ? words
        : /:3: what ADD .* would fetch/,
    ) as string,
  });
  expect(hits).toBe(0);
});

test("is fetched where it was agreed to", async () => {
  const dockerfile = `FROM scratch\nADD http://${address}/x /x\n`;
  const permit = decide(buildReach({ dockerfile }), { allowed: [`build:ADD=http://${address}`] });
  await using image = await buildWith(session, request(dockerfile), permit, () => {});
  expect(image.id).toMatch(/^sha256:/);
  expect(hits).toBeGreaterThan(0);
});
