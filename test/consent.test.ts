import { rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asks, asksToBuild, asksToVerify, dockerfile, learn, passed, plainProfile, refused, slow } from "./asks-for.ts";
import { emitProfiles } from "../src/pipeline/emit/emit.ts";
import { folderOf } from "./cli/run-cli.ts";
import { countingEngine } from "./counting-engine.ts";

let engine: Awaited<ReturnType<typeof countingEngine>>;
beforeAll(async () => {
  engine = await countingEngine();
});
afterAll(() => engine[Symbol.asyncDispose]());

const today = "2026-11-28";
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
    ["{ volumes: [{ path: /k, from: link/default }] }", ["folder:/etc/default"]],
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

describe("a build", () => {
  const outside = {
    "home/.aws/credentials": "x",
    "home/work/pr/Dockerfile": "FROM scratch\nCOPY .aws/credentials /leak\n",
    "home/Dockerfile": dockerfile,
  };

  it("whose context lies outside is refused by every verb that would read it", slow, async () => {
    await using folder = await folderOf({ ...outside, "home/work/pr/hullproof.yaml": "build: { context: ../.. }\n" });
    const pr = join(folder.path, "home/work/pr");
    for (const verb of [["check"], ["harden"], ["fix", "--proven"]])
      await refused(engine, [...verb, "."], pr, ["build:../.."]);
    await passed(engine, ["harden", ".", "--allow-host=build:../.."], pr);
  });

  it.each([
    ["{ context: ../.. }", "build:../.."],
    ["{ context: link }", "build:/etc"],
    ["{ context: link/default }", "build:/etc/default"],
    ["{ context: /etc }", "build:/etc"],
    ["{ context: sub/../../.. }", "build:../.."],
    ["{ dockerfile: ../../Dockerfile }", "build:../../Dockerfile"],
    ["{ dockerfile: up/Dockerfile }", "build:../../Dockerfile"],
  ])("%s", async (build, name) => {
    await using folder = await folderOf({
      ...outside,
      "home/work/pr/hullproof.yaml": `build: ${build}\n`,
      "home/work/pr/sub/x": "",
    });
    const pr = join(folder.path, "home/work/pr");
    await symlink("/etc", join(pr, "link"));
    await symlink("../..", join(pr, "up"));
    expect(await asksToBuild(pr)).toEqual([name]);
  });

  it("whose Dockerfile is a link that leads out is refused, one that stays is not", async () => {
    await using folder = await folderOf({ "app/docker/Dockerfile": dockerfile, "elsewhere/Dockerfile": dockerfile });
    const app = join(folder.path, "app");
    await symlink("../elsewhere/Dockerfile", join(app, "Dockerfile"));
    expect(await asksToBuild(app)).toEqual(["build:../elsewhere/Dockerfile"]);
    await rm(join(app, "Dockerfile"));
    await symlink("docker/Dockerfile", join(app, "Dockerfile"));
    expect(await asksToBuild(app)).toBeUndefined();
    await writeFile(join(app, "hullproof.yaml"), "build: { context: docker, dockerfile: docker/Dockerfile }\n");
    expect(await asksToBuild(app)).toBeUndefined();
  });
});

describe("a profile that is printed", () => {
  const hostile = { ...plainProfile, devices: [{ path: "/dev/vda", permissions: "r" }], network: "host" };
  it.each(["docker-run", "compose"])("as %s is agreed to first", async (to) => {
    await using folder = await folderOf({ "p.json": JSON.stringify(hostile), "q.json": JSON.stringify(plainProfile) });
    const print = async (file: string, ...allowed: string[]) =>
      (await emitProfiles([file], { to }, { cwd: folder.path, consent: { allowed }, today })).text;
    await expect(print("p.json")).rejects.toThrow(/device:\/dev\/vda.*network:host/s);
    await expect(print("p.json", "network:host")).rejects.toThrow("device:/dev/vda");
    expect(await print("p.json", "network:host", "device:/dev/vda")).toContain("/dev/vda");
    expect(await print("q.json")).toContain("some/image:1");
  });
});

describe("a profile that holds a capability beyond the engine's default set", () => {
  const holding = (required: readonly string[], more: object = {}) =>
    JSON.stringify({ ...plainProfile, capabilities: { required, soft: [], unused: [], ...more } });
  const substitutes = [{ name: "DAC_READ_SEARCH", for: "DAC_OVERRIDE" }];

  it.each(["docker-run", "compose", "seccomp"])("is not printed as %s, with the reason and what to do", async (to) => {
    await using folder = await folderOf({
      "old.json": holding(["DAC_READ_SEARCH", "SETUID"], { substitutes }),
      "strong.json": holding(["IPC_LOCK"]),
      "kept.json": holding(["SETUID"], { substitutes }),
    });
    const print = async (files: readonly string[], ...allowed: string[]) =>
      (await emitProfiles(files, { to }, { cwd: folder.path, consent: { allowed }, today })).text;
    const refused = await print(["old.json"]).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "not-allowed" });
    const { message, hint } = refused as { message: string; hint: string };
    expect(message).toMatch(/old\.json holds CAP_DAC_READ_SEARCH \(an earlier version .* in place of DAC_OVERRIDE\)/u);
    expect(message).toMatch(/open_by_handle_at\(2\).*reads any file of this machine/u);
    expect(hint).toMatch(/hullproof learn some\/image:1[^]*--allow-host=capability:DAC_READ_SEARCH/u);
    await expect(print(["old.json"], "capability:dac_read_search")).rejects.toMatchObject({ code: "not-allowed" });
    await expect(print(["strong.json"])).rejects.toThrow("strong.json holds CAP_IPC_LOCK");
    await expect(print(["kept.json"])).rejects.toThrow("CAP_DAC_READ_SEARCH");
    if (to !== "seccomp") expect(await print(["strong.json"], "capability:IPC_LOCK")).toContain("IPC_LOCK");
    if (to !== "docker-run") return;
    expect(await print(["old.json"], "capability:DAC_READ_SEARCH")).toContain("--cap-add DAC_READ_SEARCH");
  });
});

describe("a profile", () => {
  const profile = (changes: object) => JSON.stringify({ ...plainProfile, ...changes });
  const devices = [{ path: "/dev/vda", permissions: "r" }];
  const wide = { defaultAction: "SCMP_ACT_ERRNO", defaultErrnoRet: 1, architectures: ["SCMP_ARCH_X86_64"] };
  const witness = (restrictions: object) => ({
    witnesses: [{ field: "user", value: "x", trials: ["t7"], problem: "x", restrictions }],
  });

  it.each<[string, object, readonly string[]]>([
    ["devices", { devices }, ["device:/dev/vda"]],
    ["the host's network", { network: "host" }, ["network:host"]],
    [
      "capabilities",
      { capabilities: { required: ["SYS_ADMIN", "CHOWN", "NET_ADMIN"], soft: [], unused: [] } },
      ["capability:NET_ADMIN", "capability:SYS_ADMIN"],
    ],
    [
      "a capability that took another one's place",
      {
        capabilities: {
          required: [],
          soft: [],
          unused: [],
          substitutes: [{ name: "DAC_READ_SEARCH", for: "DAC_OVERRIDE" }],
        },
      },
      ["capability:DAC_READ_SEARCH"],
    ],
    [
      "what its workload grants",
      { workload: { ...plainProfile.workload, grants: { capabilities: ["IPC_LOCK"] } } },
      ["capability:IPC_LOCK"],
    ],
    ["a witness's capability", witness({ addCapabilities: ["SYS_PTRACE"] }), ["capability:SYS_PTRACE"]],
    ["sysctls of the machine", { sysctls: { "vm.swappiness": "1" } }, ["sysctl:vm.swappiness"]],
    ["ulimits", { ulimits: [{ name: "nice", soft: 1, hard: 1 }] }, ["ulimit:nice"]],
    [
      "system calls that the engine refuses",
      { seccomp: { ...wide, syscalls: [{ names: ["clone", "bpf", "read"], action: "SCMP_ACT_ALLOW" }] } },
      ["seccomp:bpf", "seccomp:clone"],
    ],
    [
      "system calls under a condition that holds nothing",
      {
        seccomp: {
          ...wide,
          syscalls: [
            {
              names: ["clone"],
              action: "SCMP_ACT_ALLOW",
              args: [{ index: 0, value: 0, valueTwo: 0, op: "SCMP_CMP_MASKED_EQ" }],
            },
          ],
        },
      },
      ["seccomp:clone"],
    ],
    ["a witness's restrictions", witness({ devices, network: "host" }), ["device:/dev/vda", "network:host"]],
    [
      "folders from elsewhere",
      { workload: { ...plainProfile.workload, volumes: [{ name: "v", path: "/v", from: "/etc" }] } },
      ["folder:/etc"],
    ],
    [
      "grants of its workload",
      { workload: { ...plainProfile.workload, grants: { capabilities: ["SYS_PTRACE"] } } },
      ["capability:SYS_PTRACE"],
    ],
  ])("that asks for %s", async (_, changes, wanted) => {
    await using folder = await folderOf({ "p.json": profile(changes) });
    expect(await asksToVerify(join(folder.path, "p.json"))).toEqual(wanted);
    expect(await asksToVerify(join(folder.path, "p.json"), { replay: "t7" })).toEqual(wanted);
  });

  it("that asks for nothing is verified, one whose image is an option is no profile", async () => {
    await using folder = await folderOf({
      "p.json": profile({}),
      "o.json": profile({ image: { name: "--privileged", digest: "x" } }),
    });
    expect(await asksToVerify(join(folder.path, "p.json"))).toBeUndefined();
    await expect(asksToVerify(join(folder.path, "o.json"))).rejects.toMatchObject({ code: "bad-profile" });
  });
});
