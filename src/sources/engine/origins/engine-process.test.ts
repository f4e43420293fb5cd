import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { once } from "node:events";
import { expect, onTestFinished, test } from "vitest";
import { engineProcess } from "./engine-process.ts";

test.runIf(process.platform === "linux")(
  "finds the listening process of a socket by its name and its files",
  async () => {
    const folder = await mkdtemp(join(tmpdir(), "engine-process-"));
    onTestFinished(() => rm(folder, { recursive: true }));
    const server = createServer().listen(join(folder, "engine.sock"));
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const own = (await readFile("/proc/self/comm", "utf8")).trim();
    const names = { test: (name: string) => name === own };
    expect(await engineProcess(join(folder, "engine.sock"), names)).toBe(process.pid);
    expect(await engineProcess(join(folder, "other.sock"), names)).toBeUndefined();
    // It is not an engine.
    expect(await engineProcess(join(folder, "engine.sock"))).toBeUndefined();
  },
);
