// `hullproof advisories` as people call it, in processes of its own: killed, interrupted, two at once, without room.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdir, readdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AdvisoryReport } from "../../src/domain/advisory/advisory-report.ts";
import { openStore } from "../../src/sources/advisories/store/open-store.ts";
import { allFeeds } from "../feeds/all-feeds.ts";
import { osvRecords, osvExport } from "../feeds/osv-export.ts";
import { serveFiles, type StaticServer } from "../feeds/static-server.ts";
import { dockerSave } from "../images/archive.ts";
import { cli, folderOf, root, type CliOptions } from "./run-cli.ts";

const pypi = "/osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip";
const valid = new Ajv2020({ strict: false }).compile(
  JSON.parse(readFileSync(join(root, "docs/schema/advisories.schema.json"), "utf8")) as object,
);

let server: StaticServer;
beforeAll(async () => {
  server = await serveFiles(allFeeds());
});
afterAll(() => server[Symbol.asyncDispose]());

/** `advisories ARGS` with its store in `folder/store` and the mirror in the environment. */
function advisories(folder: string, args: readonly string[], options: CliOptions = {}) {
  const env = { HULLPROOF_DATA: join(folder, "store"), HULLPROOF_ADVISORIES_MIRROR: server.base };
  return cli(["advisories", ...args], { cwd: folder, ...options, env: { ...env, ...options.env } });
}

const names = (folder: string): string[] => openStore(join(folder, "store")).shards.map(({ name }) => name);
const hidden = async (folder: string): Promise<string[]> =>
  (await readdir(join(folder, "store"))).filter((name) => name.startsWith("."));

async function report(folder: string, ...args: readonly string[]): Promise<AdvisoryReport> {
  const { stdout, stderr } = await advisories(folder, [...args, "--format", "json"]);
  expect(stderr).toBe("");
  const parsed = JSON.parse(stdout) as AdvisoryReport;
  expect(valid(parsed), JSON.stringify(valid.errors)).toBe(true);
  return parsed;
}

describe("hullproof advisories update", () => {
  it("fetches what an image, an SBOM and a Dockerfile need, and info tells of it", async () => {
    await using folder = await folderOf({
      "sbom.json": JSON.stringify({
        bomFormat: "CycloneDX",
        specVersion: "1.6",
        components: [{ type: "library", name: "left", version: "1", purl: "pkg:gem/left@1" }],
      }),
      // A base that neither the engine nor a registry is asked for: it has none.
      Dockerfile: "FROM scratch\nCOPY a /a\n",
    });
    const paragraph = "Package: libc6\nStatus: install ok installed\nVersion: 2.41-1\nArchitecture: amd64\n\n";
    const members = [
      { path: "etc/os-release", content: "ID=debian\nVERSION_ID=13\n" },
      { path: "var/lib/dpkg/status", content: paragraph },
      { path: "app/node_modules/left/package.json", content: '{"name":"left","version":"1.0.0"}' },
    ];
    await writeFile(join(folder.path, "a.tar"), dockerSave({ layers: [members] }));
    const done = await report(folder.path, "update", "a.tar", "sbom.json", "Dockerfile");
    expect(done.feeds.map(({ feed, outcome }) => [feed, outcome])).toEqual(
      ["debian-tracker", "end-of-life", "epss", "kev", "osv-gem", "osv-npm"].map((feed) => [feed, "updated"]),
    );
    expect(names(folder.path)).toEqual(["debian-13", "gem", "npm"]);
    const told = await report(folder.path, "info");
    expect(told.shards.map(({ name }) => name)).toEqual(["debian-13", "facts", "gem", "npm"]);
    const { stdout, code } = await advisories(folder.path, ["info"]);
    expect(code).toBe(0);
    for (const text of ["debian-13", "GitHub Advisory Database (CC-BY-4.0)", "serial 1", "OSV export of npm, asked on"])
      expect(stdout).toContain(text);
  });

  it("renews what is there; one feed that fails is told, with exit 2, and by info later", async () => {
    await using folder = await folderOf({});
    expect((await advisories(folder.path, ["update", "--ecosystem", "python", "--ecosystem", "cran"])).code).toBe(0);
    server.fault = ({ url = "" }, response) => url === pypi && !!response.writeHead(404).end();
    try {
      const { code, stdout, stderr } = await advisories(folder.path, ["update", "--progress", "plain"]);
      expect([code, stderr]).toEqual([2, expect.stringContaining("osv-cran: nothing newer")]);
      expect(stdout).toMatch(/✗ osv-pypi +failed, old data kept, it is of today/);
      expect(stdout).toContain("advisories.feeds in hullproof.yaml");
    } finally {
      server.fault = undefined;
    }
    expect((await advisories(folder.path, ["info"])).stdout).toMatch(/✗ osv-pypi +failed on \d{4}-/);
    expect(names(folder.path)).toEqual(["cran", "pypi"]);
  });

  it("takes a mirror from the hullproof.yaml that is named, from no other, and tells of a name that is none", async () => {
    await using folder = await folderOf({
      "hullproof.yaml": `advisories:\n  feeds:\n    osv-cran: ${server.base}/osv-vulnerabilities.storage.googleapis.com\n  mirror: ${server.base}\n`,
      "other.yaml": "advisories:\n  feeds:\n    osv-crann: https://mirror.example\n",
    });
    const env = { HULLPROOF_ADVISORIES_MIRROR: "" };
    const args = ["update", "--ecosystem", "cran"];
    expect((await advisories(folder.path, [...args, "--config", "hullproof.yaml"], { env })).code).toBe(0);
    const found = await advisories(folder.path, [...args, "--dry-run", "--progress", "plain"], { env });
    expect(found.stderr).toContain("hullproof.yaml: advisories not used");
    const wrong = await advisories(folder.path, [...args, "--config", "other.yaml"], { env });
    expect([wrong.code, wrong.stderr]).toEqual([2, expect.stringContaining("osv-crann")]);
  });

  it("--dry-run, --quiet, --output", async () => {
    await using folder = await folderOf({});
    const args = ["update", "--ecosystem", "pypi", "--quiet", "--progress", "plain"];
    const dry = await advisories(folder.path, [...args, "--dry-run"]);
    expect([dry.code, dry.stderr]).toEqual([0, ""]);
    expect(dry.stdout).toMatch(/osv-pypi +would be asked, .*: pypi/);
    const kept = await advisories(folder.path, [...args, "--output", "out.txt"]);
    expect([kept.code, kept.stdout, kept.stderr]).toEqual([0, "", ""]);
    expect(readFileSync(join(folder.path, "out.txt"), "utf8")).toContain("updated");
  });

  it.each<[string, readonly string[], RegExp]>([
    ["nothing to renew", ["update"], /no advisories yet.*--ecosystem/s],
    ["an ecosystem that is not one", ["update", "--ecosystem", "cobol"], /"cobol".*pypi/s],
    ["everything and something", ["update", "--all", "--ecosystem", "pypi"], /--all takes everything/],
    ["two places", ["update", "--from", ".", "--mirror", "http://x"], /--from and --mirror/],
    ["a mirror that is not an address", ["update", "--ecosystem", "pypi", "--mirror", "x"], /not a base address/],
    ["a folder that is not there", ["update", "--from", "./none"], /has no advisory store/],
    ["a time that is not one", ["update", "--timeout", "soon"], /not a number of minutes/],
    ["an SBOM that is not one", ["update", "./hullproof.json"], /hullproof\.json/],
  ])("%s: exit 2, what is wrong, what to do", async (_, args, message) => {
    await using folder = await folderOf({ "hullproof.json": '{"a": 1}' });
    const { code, stdout, stderr } = await advisories(folder.path, args);
    expect(stderr).toMatch(message);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).not.toMatch(/hullproof broke|^\s+at /m);
  });
});

describe("an update that does not come to its end", () => {
  /** Holds back the last bytes of PyPI's export until `signal` was sent. */
  async function cutShort(folder: string, signal: NodeJS.Signals) {
    await advisories(folder, ["update", "--ecosystem", "pypi", "--ecosystem", "cran"]);
    const before = openStore(join(folder, "store")).serial;
    server.files.set(pypi, osvExport(osvRecords("PyPI", 400)));
    let asked: (() => void) | undefined;
    const begun = new Promise<void>((resolve) => (asked = resolve));
    server.fault = ({ url = "", method }, response) => {
      if (url !== pypi || method === "HEAD") return false;
      const bytes = server.files.get(pypi) ?? Buffer.alloc(0);
      response.writeHead(200, { "Content-Length": bytes.length });
      response.write(bytes.subarray(0, bytes.length - 10), () => asked?.());
      return true;
    };
    try {
      const result = await advisories(folder, ["update"], {
        started: (child) => void begun.then(() => setTimeout(() => child.kill(signal), 200)),
      });
      return { ...result, before };
    } finally {
      server.fault = undefined;
    }
  }

  it("killed: the store is as it was, and the next one clears up", async () => {
    await using folder = await folderOf({});
    const { code, before } = await cutShort(folder.path, "SIGKILL");
    expect(code).toBeNull();
    expect(openStore(join(folder.path, "store"))).toMatchObject({ serial: before });
    expect(openStore(join(folder.path, "store")).open("pypi")?.find("package-1")).toHaveLength(1);
    expect(await hidden(folder.path)).toHaveLength(1);
    expect((await advisories(folder.path, ["update"])).code).toBe(0);
    expect(openStore(join(folder.path, "store")).open("pypi")?.advisories).toBe(400);
    expect(await hidden(folder.path)).toEqual([]);
  });

  it.each(["SIGINT", "SIGTERM"] as const)("%s: exit 2, and nothing is left", async (signal) => {
    await using folder = await folderOf({});
    const { code, before, stderr } = await cutShort(folder.path, signal);
    expect([code, stderr]).toEqual([2, expect.stringContaining("interrupted")]);
    expect(openStore(join(folder.path, "store"))).toMatchObject({ serial: before });
    expect(await hidden(folder.path)).toEqual([]);
  });

  it("two at once both end well", async () => {
    await using folder = await folderOf({});
    const both = await Promise.all(
      ["npm", "gem"].map((name) => advisories(folder.path, ["update", "--ecosystem", name])),
    );
    expect(both.map(({ code, stderr }) => [code, stderr])).toEqual([
      [0, ""],
      [0, ""],
    ]);
    expect(names(folder.path)).toEqual(["gem", "npm"]);
  });
});

/** A certificate of this machine, signed by itself; undefined without openssl. */
function certificate(
  folder: string,
): { readonly key: string; readonly cert: string; readonly file: string } | undefined {
  const [key, cert] = [join(folder, "key.pem"), join(folder, "cert.pem")];
  const subject = ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-days", "2"];
  const kind = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  try {
    execFileSync("openssl", [...kind, "-keyout", key, "-out", cert, ...subject], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return { key: readFileSync(key, "utf8"), cert: readFileSync(cert, "utf8"), file: cert };
}

it("a mirror with TLS: its authority is trusted when it is named, and nothing leads away from TLS", async (test) => {
  await using folder = await folderOf({});
  const tls = certificate(folder.path);
  if (tls === undefined) return test.skip("openssl, which makes a certificate for the test, is not installed");
  await using secure = await serveFiles(allFeeds(), tls);
  const update = (env: NodeJS.ProcessEnv) =>
    advisories(folder.path, ["update", "--ecosystem", "cran", "--mirror", secure.base], { env });
  const untrusted = await update({});
  expect(untrusted.code).toBe(2);
  expect(untrusted.stdout.replace(/\s+/g, " ")).toMatch(
    /certificate of 127\.0\.0\.1:\d+ is not trusted.*NODE_EXTRA_CA_CERTS/,
  );
  const trusted = { NODE_EXTRA_CA_CERTS: tls.file };
  expect((await update(trusted)).code).toBe(0);
  secure.fault = ({ url = "", method }, response) =>
    method !== "HEAD" && url.includes("CRAN") && !!response.writeHead(302, { Location: `${server.base}${url}` }).end();
  const led = await update(trusted);
  expect([led.code, led.stdout.replace(/\s+/g, " ")]).toEqual([2, expect.stringContaining("without TLS")]);
});

/** A disk of one mebibyte; undefined where none can be mounted. */
function smallDisk(path: string): Disposable | undefined {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", path], { stdio: "ignore" });
  } catch {
    return undefined;
  }
  return { [Symbol.dispose]: () => void execFileSync("umount", [path]) };
}

it("a full disk: the store is as it was, and it is told what to do", async (test) => {
  await using folder = await folderOf({});
  await mkdir(join(folder.path, "store"));
  using disk = smallDisk(join(folder.path, "store"));
  if (disk === undefined) test.skip("a small disk cannot be mounted here: it needs root and the right to mount");
  server.files.set(pypi, osvExport(osvRecords("PyPI", 100)));
  expect((await advisories(folder.path, ["update", "--ecosystem", "pypi"])).code).toBe(0);
  server.files.set(pypi, Buffer.concat([osvExport(osvRecords("PyPI", 120)), Buffer.alloc(2_000_000)]));
  const { code, stderr } = await advisories(folder.path, ["update"]);
  expect([code, stderr]).toEqual([2, expect.stringMatching(/No space is left in .*HULLPROOF_DATA/s)]);
  expect(openStore(join(folder.path, "store")).open("pypi")?.advisories).toBe(100);
  expect(await hidden(folder.path)).toEqual([]);
});
