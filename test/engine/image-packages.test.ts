import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ImageInfo, PackageInfo } from "../../src/domain/image/image-info.ts";
import { readFacts } from "../../src/pipeline/image/read-facts.ts";
import { connect } from "../../src/sources/engine/client/connect.ts";
import { openEngineSession } from "../../src/sources/engine/session/open-session.ts";
import type { Engine, EngineSession } from "../../src/sources/engine/types.ts";
import { openEngineImage } from "../../src/sources/image/engine/engine-image.ts";
import { noWholeNpm } from "../images/npm-folder.ts";
import { objectsOf } from "./fixture.ts";
import { packageImage } from "./package-image.ts";

let engine: Engine;
let session: EngineSession;
let built: string;
let info: ImageInfo;
beforeAll(async () => {
  engine = await connect();
  session = await openEngineSession(engine);
  built = await packageImage(session);
  await using image = await openEngineImage(session, built);
  ({ info } = await readFacts(image));
});
afterAll(async () => {
  await session[Symbol.asyncDispose]();
  expect(await objectsOf(engine, session.id)).toEqual([]);
});

/** What a program says within a container of the image. */
async function answer(...command: readonly string[]): Promise<string> {
  const labels = Object.entries(session.labels).flatMap(([key, value]) => ["--label", `${key}=${value}`]);
  const options = ["run", "--rm", "--network=none", "--user=0", "--env=npm_config_update_notifier=false", ...labels];
  const { stdout } = await promisify(execFile)("docker", [...options, built, ...command], {
    maxBuffer: 64 * 1024 * 1024,
  });
  return stdout;
}

interface Listed {
  readonly name?: string;
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, Listed>>;
}

/** The tree of `npm ls --json`, flat. */
function flat(tree: Listed): readonly string[] {
  return Object.entries(tree.dependencies ?? {}).flatMap(([key, node]) => [
    ...(node.version === undefined ? [] : [`${node.name ?? key} ${node.version}`]),
    ...flat(node),
  ]);
}

const found = (type: string, under = "/"): PackageInfo[] =>
  info.packages.filter(
    ({ purl, path, declared }) => purl.startsWith(`pkg:${type}/`) && path.startsWith(under) && declared !== true,
  );
const distinct = (lines: readonly string[]): string[] => [...new Set(lines)].sort();
const named = (packages: readonly PackageInfo[]): string[] =>
  distinct(packages.map(({ name, version }) => `${name} ${version}`));

describe("what the managers answer within the container, and what was read from outside", () => {
  it("dpkg-query: packages, versions, sources", async () => {
    const format = "${db:Status-Status} ${Package} ${Version} ${source:Package} ${source:Version}\\n";
    const all = (await answer("dpkg-query", "-W", "-f", format)).trim().split("\n");
    expect(all.some((line) => line.startsWith("config-files logrotate "))).toBe(true);
    const installed = all.filter((line) => line.startsWith("installed ")).map((line) => line.replace("installed ", ""));
    expect(installed.length).toBeGreaterThan(90);
    const lines = found("deb").map(
      ({ name, version, source }) => `${name} ${version} ${source?.name ?? name} ${source?.version ?? version}`,
    );
    expect(lines.sort()).toEqual(installed.sort());
  });

  it("dpkg -L: which files are whose", async () => {
    // `files` counts what the final file system shows: dpkg's own exclusions are in the lists, and not there.
    const script =
      'dpkg -L "$0" | while read -r p; do [ -d "$p" ] && [ ! -L "$p" ] || [ ! -e "$p" ] && [ ! -L "$p" ] || echo "$p"; done';
    for (const name of ["coreutils", "python3-pip", "libc6"]) {
      const files = (await answer("sh", "-c", script, name)).trim().split("\n");
      expect([name, found("deb").find((one) => one.name === name)?.files]).toEqual([name, new Set(files).size]);
    }
  });

  it("npm ls: the app's packages, and npm's own", async ({ skip }) => {
    if (noWholeNpm !== undefined) skip(noWholeNpm);
    const app = JSON.parse(await answer("npm", "ls", "--all", "--long", "--json")) as Listed;
    expect(distinct(flat(app))).toHaveLength(5);
    expect(named(found("npm", "/app/"))).toEqual(distinct(flat(app)));
    const global = JSON.parse(await answer("npm", "ls", "--global", "--all", "--long", "--json")) as Listed;
    expect(flat(global).length).toBeGreaterThan(50);
    expect(named(found("npm", "/usr/local/"))).toEqual(distinct(flat(global)));
    // Nothing anywhere else.
    expect(found("npm").length).toBe(found("npm", "/app/").length + found("npm", "/usr/local/").length);
  });

  it("pip list: of the system's folder and of a venv; what Debian owns is Debian's", async () => {
    const list = async (...args: readonly string[]) => {
      const listed = JSON.parse(await answer("pip", ...args, "--format", "json")) as {
        name: string;
        version: string;
      }[];
      return distinct(listed.map(({ name, version }) => `${name} ${version}`));
    };
    const venv = await list("--python", "/opt/venv", "list");
    expect(venv).toEqual(["Gamma_Rays 1!3.0rc1", "acme-beta 2.0.post1"]);
    expect(named(found("pypi", "/opt/venv/"))).toEqual(venv);
    const all = await list("list");
    expect(all).toContain("Acme.Alpha 1.0");
    const ofDebian = await list("list", "--path", "/usr/lib/python3/dist-packages");
    expect(ofDebian.some((line) => line.startsWith("pip "))).toBe(true);
    expect(named(found("pypi", "/usr/"))).toEqual(all.filter((line) => !ofDebian.includes(line)));
  });
});
