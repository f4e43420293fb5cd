// What an editor is shown of a base image without a network and without an engine: the build that was read last, by the advisories of this machine.
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { openRecords } from "../src/pipeline/verbs/base/records.ts";
import { cli, folderOf } from "./cli/run-cli.ts";
import { feeds } from "./cli/scan-fixture.ts";
import { editor } from "./lsp-client.ts";

// Each starts programs, on a machine that may have others to run.
vi.setConfig({ testTimeout: 60_000 });

const build = {
  name: "debian:12-slim",
  imageDigest: "sha256:a",
  created: "2026-11-01T00:00:00Z",
  user: "app",
  sizeBytes: 74_800_000,
  os: { id: "debian", versionId: "12", codename: "bookworm", prettyName: "Debian GNU/Linux 12 (bookworm)" },
  packages: ["openssl", "libssl3"].map((name) => ({
    purl: `pkg:deb/debian/${name}@3.0.11-1~deb12u1?distro=debian-12`,
    name,
    version: "3.0.11-1~deb12u1",
    source: { name: "openssl", version: "3.0.11-1~deb12u1" },
    layer: 0,
    path: "/var/lib/dpkg/status",
  })),
};

it("user, size, end of life, and each vulnerability once with the date of the store", async () => {
  const data = await folderOf(feeds);
  onTestFinished(() => data[Symbol.asyncDispose]());
  const store = join(data.path, "store");
  const env = {
    HULLPROOF_DATA: store,
    HTTPS_PROXY: "http://127.0.0.1:9",
    DOCKER_HOST: "unix:///nonexistent/docker.sock",
  };
  const built = await cli(["advisories", "build", "feeds"], { cwd: data.path, env });
  expect(built.code, built.stderr).toBe(0);
  await openRecords(join(store, "bases")).with("debian:12-slim", [build]);

  const { open, hover } = await editor({}, {}, env);
  await open("Dockerfile", "FROM debian:12-slim AS a\nFROM docker.io/library/debian:12-slim\n");
  const shown = await hover("Dockerfile", 0, 8);
  expect(shown).toMatch(/- user: `app`\n- size: 71\.3 MiB\n- built on 2026-11-01\n- Debian 12: fixes until 2028-06-30/);
  expect(shown).toMatch(/- 2 known vulnerabilities \(0 critical, 1 high\), by the advisories of \d{4}-\d\d-\d\d\n/);
  expect(await hover("Dockerfile", 1, 30)).toContain("2 known vulnerabilities");

  await open("compose.yaml", "services:\n  a:\n    image: debian:12-slim\n  b:\n    image: $IMAGE\n", "yaml");
  expect(await hover("compose.yaml", 2, 14)).toContain("2 known vulnerabilities");
  expect(await hover("compose.yaml", 4, 14)).not.toContain("known vulnerabilities");
});
