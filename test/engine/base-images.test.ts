import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openBaseImages } from "../../src/sources/engine/images/base-images.ts";
import { buildImage } from "./own-build.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { EngineSession } from "../../src/sources/engine/types.ts";
import { tinyImage } from "../images/tiny.ts";

let session: EngineSession;
let folder: string;
beforeAll(async () => {
  session = await openEngineSession(await connect());
  folder = await mkdtemp(join(tmpdir(), "hullproof-test-"));
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  await rm(folder, { recursive: true });
});

describe("what the engine says of a base image", () => {
  test("its configuration, under every name that FROM may have for it", async () => {
    const dockerfile = `FROM ${tinyImage}\nUSER 1234:5\nENV COLOUR=blue EMPTY=\nWORKDIR /srv\nENTRYPOINT ["/bin/sh"]\n`;
    const request = { context: folder, dockerfile, dockerfileName: "Dockerfile", name: "base-images" };
    const { tag } = await buildImage(session, request, () => {});
    const images = await openBaseImages(process.env);
    const info = await images.look(tag);
    expect(info).toMatchObject({ user: "1234:5", workdir: "/srv", hasHealthcheck: false, entrypoint: ["/bin/sh"] });
    expect(info?.env).toMatchObject({ COLOUR: "blue", EMPTY: "" });
    expect(info?.platform).toMatch(/^linux\/[a-z0-9]+/);
    // Built here, so no registry has it under a digest.
    expect(info?.digest).toBeUndefined();
    const [repository = ""] = tinyImage.split(":");
    expect((await images.look(repository))?.user).toBe("");
    expect((await images.look(`docker.io/${repository}`))?.user).toBe("");
  });

  test("nothing of an image that it does not have, nor of a name that is none", async () => {
    const images = await openBaseImages(process.env);
    for (const name of ["hullproof-test/never:1", "", "../../info", "a b", `x@sha256:${"0".repeat(64)}`])
      expect(await images.look(name)).toBeUndefined();
  });

  test("nothing where no engine answers, soon", async () => {
    const silent = join(folder, "silent.sock");
    const rude = join(folder, "rude.sock");
    const servers = [
      createServer(() => {}).listen(silent),
      createServer((socket) => socket.end("HTTP/1.0 200 OK\r\n\r\nno json")).listen(rude),
    ];
    try {
      for (const host of [`unix://${join(folder, "absent.sock")}`, `unix://${silent}`, `unix://${rude}`, "tcp://h:1"]) {
        const images = await openBaseImages({ DOCKER_HOST: host });
        expect(await images.look(tinyImage)).toBeUndefined();
      }
    } finally {
      for (const server of servers) server.close();
    }
  });
});
