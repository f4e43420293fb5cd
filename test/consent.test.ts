import { symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asks, dockerfile, learn, passed, refused, slow } from "./asks-for.ts";
import { folderOf } from "./cli/run-cli.ts";
import { countingEngine } from "./counting-engine.ts";

let engine: Awaited<ReturnType<typeof countingEngine>>;
beforeAll(async () => {
  engine = await countingEngine();
});
afterAll(() => engine[Symbol.asyncDispose]());

const workload = (text: string) => ({ "hullproof.yaml": `workload: ${text}\n`, Dockerfile: dockerfile });

describe("hullproof.yaml", () => {
  it.each([
    ["{ steps: [{ run: { command: [k6, run, load.js] } }] }", ["run:k6"]],
    ["{ steps: [{ script: load.sh }] }", ["run:./load.sh"]],
    ["{ steps: [{ run: { command: [/bin/env, sh, x] } }] }", ["run:/bin/env sh x"]],
    ["{ steps: [{ run: { command: curl example.org } }] }", ["run:/bin/sh -c 'curl example.org'"]],
    ["{ steps: [{ run: { command: [./node_modules/.bin/x] } }] }", ["run:./node_modules/.bin/x"]],
    ["{ volumes: [{ path: /k, from: ../../.ssh, readOnly: true }] }", ["folder:../../.ssh"]],
    ["{ volumes: [{ path: /k, from: /etc/shadow }] }", ["folder:/etc/shadow"]],
    ["{ volumes: [{ path: /k, from: link }] }", ["folder:/etc"]],
    ["{ volumes: [{ path: /k, from: link/ssh }] }", ["folder:/etc/ssh"]],
    ["{ volumes: [{ path: /k, from: sub/../../.. }] }", ["folder:../.."]],
    ["{ grants: { network: host } }", ["network:host"]],
    [
      "{ grants: { capabilities: [CAP_SYS_ADMIN, sys_nice, LINUX_IMMUTABLE, SYS_RESOURCE] } }",
      ["capability:SYS_ADMIN", "capability:SYS_NICE", "capability:LINUX_IMMUTABLE", "capability:SYS_RESOURCE"],
    ],
    ["{ grants: { devices: [/dev/fuse] } }", ["device:/dev/fuse"]],
    ["{ grants: { sysctls: { kernel.core_pattern: x } } }", ["sysctl:kernel.core_pattern"]],
    ["{ grants: { ulimits: { rtprio: 99 } } }", ["ulimit:rtprio"]],
    ["{ companions: [{ name: db, image: x, volumes: [{ path: /k, from: ../.. }] }] }", ["folder:../.."]],
    ["{ compose: { file: ../../elsewhere/compose.yaml, service: web } }", ["folder:../../elsewhere/compose.yaml"]],
  ])("%s", async (text, wanted) => {
    await using folder = await folderOf({
      "a/b/hullproof.yaml": `workload: ${text}\n`,
      "a/b/Dockerfile": dockerfile,
      "elsewhere/compose.yaml": "services: { web: { image: x } }\n",
      ".ssh/id": "x",
      "a/b/sub/x": "",
    });
    await symlink("/etc", join(folder.path, "a/b/link"));
    expect(await asks(join(folder.path, "a/b"))).toEqual(wanted.toSorted());
  });

  it("is measured from where it lies, not from where hullproof is called", slow, async () => {
    await using folder = await folderOf({
      "sub/dir/hullproof.yaml": "workload: { volumes: [{ path: /k, from: ../../.ssh, readOnly: true }] }\n",
      "sub/dir/Dockerfile": dockerfile,
      ".ssh/id": "x",
    });
    await refused(engine, ["harden", "sub/dir"], folder.path, ["folder:../../.ssh"]);
    await refused(engine, ["harden", join(folder.path, "sub/dir")], "/", ["folder:../../.ssh"]);
    await refused(engine, ["fix", "--proven", "sub/dir"], folder.path, ["folder:../../.ssh"]);
    await passed(engine, ["harden", "sub/dir", "--allow-host=folder:../../.ssh"], folder.path);
    await passed(engine, ["harden", "sub/dir", "--allow-host=folder:.ssh"], folder.path);
    await passed(engine, ["harden", "sub/dir", `--allow-host=folder:${folder.path}/.ssh`], folder.path);
    await refused(engine, ["harden", "sub/dir", "--allow-host=folder:../.ssh"], folder.path, ["folder:../../.ssh"]);
  });

  it("takes what lies beneath it without a question", async () => {
    await using folder = await folderOf({
      ...workload("{ volumes: [{ path: /a, from: data, readOnly: true }, { path: /b, from: . }] }"),
      "data/x": "",
    });
    expect(await asks(folder.path)).toBeUndefined();
  });
});

describe("--allow-host", () => {
  const asking = workload("{ steps: [{ run: { command: [k6, run, a.js] } }], grants: { network: host } }");

  it("alone is refused without a terminal, with the flags to use", slow, async () => {
    await using folder = await folderOf(asking);
    const stderr = await refused(engine, [...learn, "--allow-host"], folder.path, ["run:k6", "network:host"]);
    expect(stderr).toContain("there is none");
    expect(stderr).toContain("--allow-host=run:k6");
    expect(stderr).toContain("--allow-host=network:host");
    await refused(engine, ["learn", "--allow-host", "some/image:1"], folder.path, ["run:k6"]);
  });

  it("names items or the list, and nothing in between", slow, async () => {
    await using folder = await folderOf(asking);
    const stderr = await refused(engine, [...learn, "--allow-host=run:k6"], folder.path, ["run:k6", "network:host"]);
    const digest = /--allow-host=(sha256:[0-9a-f]+)/u.exec(stderr)?.[1] ?? "";
    await passed(engine, [...learn, `--allow-host=${digest}`], folder.path);
    await passed(engine, [...learn, "--allow-host=run:k6", "--allow-host=network:host"], folder.path);
    await refused(engine, [...learn, `--allow-host=${digest.slice(0, 20)}`], folder.path, ["run:k6"]);
    await refused(engine, [...learn, "--allow-host=run:k6,network:host"], folder.path, ["run:k6"]);
    await writeFile(
      join(folder.path, "hullproof.yaml"),
      "workload: { steps: [{ run: { command: [k6, run, other.js] } }], grants: { network: host } }\n",
    );
    await refused(engine, [...learn, `--allow-host=${digest}`], folder.path, ["run:k6"]);
  });

  it("is not needed for what is typed, and does not stand for what a file asks beside it", slow, async () => {
    await using folder = await folderOf({ ...workload("{}"), "x/y": "" });
    await passed(engine, [...learn, "--run", "true", "--network", "host", "--volume", "/etc:/e:ro"], folder.path);
    await writeFile(join(folder.path, "hullproof.yaml"), "workload: { volumes: [{ path: /k, from: /etc }] }\n");
    await refused(engine, [...learn, "--run", "true"], folder.path, ["folder:/etc"]);
  });
});
