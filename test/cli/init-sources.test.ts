// `init --from` with files of 500 MB: Ctrl-C while one is read, and the memory that one takes.
import { createWriteStream, existsSync, readFileSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { expect, it } from "vitest";
import { long } from "../long.ts";
import { noEngine } from "./init-fixture.ts";
import { cli, folderOf } from "./run-cli.ts";

const files = { Dockerfile: "FROM scratch\nEXPOSE 8080\n" };
const words = ["init", "--yes", "--port", "8080", "--from", "session.har"];

it("Ctrl-C while a HAR of 500 MB is read: exit 2 within seconds, and no step", async () => {
  await using folder = await folderOf(files);
  const har = join(folder.path, "session.har");
  writeFileSync(har, '{"log":{"entries":[{"request":"');
  truncateSync(har, 500e6);
  const settings = join(folder.path, "hullproof.yaml");
  let sentAt = Infinity;
  const { code, stderr } = await cli(words, {
    cwd: folder.path,
    env: noEngine,
    started: (child) => {
      void (async () => {
        // It is written before the first source is read.
        while (!existsSync(settings)) await sleep(20);
        await sleep(500);
        sentAt = performance.now();
        child.kill("SIGINT");
      })();
    },
  });
  expect(stderr).toContain("interrupted by SIGINT");
  expect(code).toBe(2);
  expect((performance.now() - sentAt) / 1000).toBeLessThan(10);
  expect(readFileSync(settings, "utf8")).not.toContain("session.har");
});

/** Writes entries with different pages until the file has so many bytes. */
async function writeHar(file: string, size: number): Promise<void> {
  const out = createWriteStream(file);
  out.write('{"log":{"entries":[');
  for (let at = 0; out.bytesWritten < size; at++) {
    const entry = {
      request: { method: "GET", url: `http://localhost:8080/books?page=${at % 1000}`, headers: [] },
      response: { status: 200, headers: [], content: { text: `page ${at} `.padEnd(100_000, `word${at} `) } },
    };
    if (!out.write(`${at === 0 ? "" : ","}${JSON.stringify(entry)}`)) await once(out, "drain");
  }
  out.end("]}}");
  await once(out, "close");
}

/** Bytes at most, so far. */
function peakOf(pid: number): number {
  const [, kilobytes = "0"] = /^VmHWM:\s+(\d+) kB/mu.exec(readFileSync(`/proc/${pid}/status`, "utf8")) ?? [];
  return Number(kilobytes) * 1024;
}

it.runIf(long && process.platform === "linux")("reads a HAR of 500 MB in less than 1 GB", async () => {
  await using folder = await folderOf({ ...files, "app.js": 'app.get("/books")\n' });
  await writeHar(join(folder.path, "session.har"), 500e6);
  let peak = 0;
  let timer: NodeJS.Timeout | undefined;
  const { code, stdout } = await cli(words, {
    cwd: folder.path,
    env: noEngine,
    started: ({ pid }) => {
      timer = setInterval(() => {
        if (existsSync(`/proc/${pid}/status`)) peak = Math.max(peak, peakOf(pid));
      }, 100);
    },
  });
  clearInterval(timer);
  expect(code).toBe(0);
  expect(stdout).toContain("1 step added");
  expect(stdout).toContain("answers behind the first 128 MB");
  expect(peak).toBeGreaterThan(100e6);
  expect(peak).toBeLessThan(1e9);
});
