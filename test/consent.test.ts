import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { cli, folderOf } from "./cli/run-cli.ts";
import { Failure } from "../src/domain/failure.ts";
import type { Context } from "../src/pipeline/context.ts";
import { learnImage } from "../src/pipeline/learn.ts";
import { countingEngine } from "./counting-engine.ts";

let engine: Awaited<ReturnType<typeof countingEngine>>;
beforeAll(async () => {
  engine = await countingEngine();
});
afterAll(() => engine[Symbol.asyncDispose]());

const names = (message: string) => [...message.matchAll(/^ {2,}(\S.*?) {2}/gmu)].map(([, name]) => name);

/** As a user sees it: exit code 2, everything named, and not one request to the engine. */
async function refused(args: readonly string[], cwd: string, wanted: readonly string[]): Promise<string> {
  const before = engine.asked.length;
  const { code, stderr, stdout } = await cli([...args, "--quiet"], { cwd, env: { DOCKER_HOST: engine.host } });
  expect(stderr).not.toContain("this is a bug");
  expect(names(stderr)).toEqual(expect.arrayContaining([...wanted]));
  expect({ code, stdout, asked: engine.asked.slice(before) }).toEqual({ code: 2, stdout: "", asked: [] });
  return stderr;
}

/** It came past the gate: the engine was asked. */
async function passed(args: readonly string[], cwd: string): Promise<void> {
  const before = engine.asked.length;
  const { stderr } = await cli([...args, "--quiet"], { cwd, env: { DOCKER_HOST: engine.host } });
  expect(stderr).not.toContain("beyond containers");
  expect(engine.asked.length).toBeGreaterThan(before);
}

/** What `learn` of the hullproof.yaml in `folder` names before it asks for an engine; undefined where it asks for one. */
async function asks(
  folder: string,
  ...allowed: readonly string[]
): Promise<readonly (string | undefined)[] | undefined> {
  const reached = new Error("the engine was asked");
  const context: Context = {
    cwd: process.cwd(),
    today: "2026-01-01",
    version: "0",
    progress: () => {},
    configFile: join(folder, "hullproof.yaml"),
    consent: { allowed },
    run: () => Promise.reject(reached),
  };
  const error: unknown = await learnImage("some/image:1", {}, context).catch((thrown: unknown) => thrown);
  if (error === reached) return undefined;
  if (error instanceof Failure && error.code === "not-allowed") return names(error.message);
  throw error;
}

const dockerfile = "FROM scratch\n";
const learn = ["learn", "some/image:1"];
const workload = (text: string) => ({ "hullproof.yaml": `workload: ${text}\n`, Dockerfile: dockerfile });
const compose = (text: string, file = "compose.yaml") => ({
  "hullproof.yaml": `workload: { compose: { file: ${file}, service: web } }\n`,
  [file]: text,
});

// A process for each call, and there are several in a test.
const slow = { timeout: 180_000 };

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
    await refused(["harden", "sub/dir"], folder.path, ["folder:../../.ssh"]);
    await refused(["harden", join(folder.path, "sub/dir")], "/", ["folder:../../.ssh"]);
    await refused(["fix", "--proven", "sub/dir"], folder.path, ["folder:../../.ssh"]);
    await passed(["harden", "sub/dir", "--allow-host=folder:../../.ssh"], folder.path);
    await passed(["harden", "sub/dir", "--allow-host=folder:.ssh"], folder.path);
    await passed(["harden", "sub/dir", `--allow-host=folder:${folder.path}/.ssh`], folder.path);
    await refused(["harden", "sub/dir", "--allow-host=folder:../.ssh"], folder.path, ["folder:../../.ssh"]);
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
    const stderr = await refused([...learn, "--allow-host"], folder.path, ["run:k6", "network:host"]);
    expect(stderr).toContain("there is none");
    expect(stderr).toContain("--allow-host=run:k6");
    expect(stderr).toContain("--allow-host=network:host");
    await refused(["learn", "--allow-host", "some/image:1"], folder.path, ["run:k6"]);
  });

  it("names items or the list, and nothing in between", slow, async () => {
    await using folder = await folderOf(asking);
    const stderr = await refused([...learn, "--allow-host=run:k6"], folder.path, ["run:k6", "network:host"]);
    const digest = /--allow-host=(sha256:[0-9a-f]+)/u.exec(stderr)?.[1] ?? "";
    await passed([...learn, `--allow-host=${digest}`], folder.path);
    await passed([...learn, "--allow-host=run:k6", "--allow-host=network:host"], folder.path);
    await refused([...learn, `--allow-host=${digest.slice(0, 20)}`], folder.path, ["run:k6"]);
    await refused([...learn, "--allow-host=run:k6,network:host"], folder.path, ["run:k6"]);
    await writeFile(
      join(folder.path, "hullproof.yaml"),
      "workload: { steps: [{ run: { command: [k6, run, other.js] } }], grants: { network: host } }\n",
    );
    await refused([...learn, `--allow-host=${digest}`], folder.path, ["run:k6"]);
  });

  it("is not needed for what is typed, and does not stand for what a file asks beside it", slow, async () => {
    await using folder = await folderOf({ ...workload("{}"), "x/y": "" });
    await passed([...learn, "--run", "true", "--network", "host", "--volume", "/etc:/e:ro"], folder.path);
    await writeFile(join(folder.path, "hullproof.yaml"), "workload: { volumes: [{ path: /k, from: /etc }] }\n");
    await refused([...learn, "--run", "true"], folder.path, ["folder:/etc"]);
  });
});

describe("a Compose file", () => {
  const service = (keys: string) => compose(`services: { web: { image: a, ${keys} } }\n`);

  it("with what a companion reaches: each is named, also when something else is allowed", slow, async () => {
    await using folder = await folderOf({
      ...compose(
        [
          "services:",
          "  web: { image: a, depends_on: [db] }",
          "  db: { image: b, volumes: [data:/d], device_cgroup_rules: ['b *:* rwm'], network_mode: 'container:x' }",
          "volumes: { data: { driver_opts: { type: none, o: bind, device: /root } } }",
          "",
        ].join("\n"),
      ),
    });
    const wanted = ["volume:data", "setting:device_cgroup_rules=b *:* rwm", "network:container:x"];
    await refused(learn, folder.path, wanted);
    await refused([...learn, "--allow-host=run:k6"], folder.path, wanted);
  });

  it.each([
    ["privileged: true", "setting:privileged"],
    ["privileged: 'yes'", "setting:privileged"],
    ["pid: host", "namespace:pid=host"],
    ["pid: 'container:x'", "namespace:pid=container:x"],
    ["ipc: host", "namespace:ipc=host"],
    ["uts: host", "namespace:uts=host"],
    ["userns_mode: host", "namespace:userns=host"],
    ["cgroup: host", "namespace:cgroup=host"],
    ["cgroup_parent: /x", "setting:cgroup_parent=/x"],
    ["network_mode: host", "network:host"],
    ["volumes_from: ['container:x']", "volume:volumes_from=container:x"],
    ["volumes: ['/var/run/docker.sock:/s']", "folder:/run/docker.sock"],
    ["volumes: ['~/.ssh:/s:ro']", "folder:~/.ssh"],
    ["volumes: [{ type: bind, source: /etc, target: /e }]", "folder:/etc"],
    ["volumes: [{ type: npipe, source: x, target: /e }]", "setting:volumes.npipe"],
    ["volumes: ['./x:/x:rshared']", "setting:volumes.rshared"],
    [
      "volumes: [{ type: bind, source: ./x, target: /e, bind: { propagation: rshared } }]",
      "setting:volumes.bind.propagation=rshared",
    ],
    ["devices: ['/dev/mem:/dev/x:r']", "device:/dev/mem"],
    ["devices: [{ source: vendor.com/gpu=all, target: x }]", "device:vendor.com/gpu=all"],
    ["gpus: all", "device:gpus=all"],
    [
      "deploy: { resources: { reservations: { devices: [{ capabilities: [gpu] }] } } }",
      'device:deploy.reservations=[{"capabilities":["gpu"]}]',
    ],
    ["cap_add: [cap_sys_admin]", "capability:SYS_ADMIN"],
    ["cap_add: [ALL]", "capability:ALL"],
    ["group_add: [docker]", "setting:group_add=docker"],
    ["runtime: /x", "setting:runtime=/x"],
    ["security_opt: ['seccomp=unconfined']", "seccomp:unconfined"],
    ["security_opt: ['seccomp:./x.json']", "seccomp:./x.json"],
    [
      "security_opt: ['apparmor=unconfined', 'systempaths=unconfined', 'label=disable']",
      "security:systempaths=unconfined",
    ],
    ["security_opt: ['no-new-privileges:false']", "security:no-new-privileges:false"],
    ["sysctls: ['kernel.shm_x=1']", "sysctl:kernel.shm_x"],
    ["sysctls: { net.core.x: 1 }, network_mode: host", "sysctl:net.core.x"],
    ["ulimits: { nice: 40 }", "ulimit:nice"],
    ["logging: { driver: syslog }", "setting:logging=syslog"],
    ["ports: ['0.0.0.0:1:1']", "port:0.0.0.0:1:1"],
    ["ports: ['[::]:1:1']", "port:[::]:1:1"],
    ["ports: [{ target: 1, host_ip: 10.0.0.1 }]", "port:10.0.0.1:1"],
    ["extra_hosts: ['x:host-gateway']", "network:host-gateway"],
    ["use_api_socket: true", "setting:use_api_socket"],
    ["provider: { type: x }", "setting:provider=x"],
    ["post_start: [{ command: a, privileged: true }]", "setting:post_start.privileged"],
    ["env_file: ../x.env", "env-file:../x.env"],
    ["env_file: [{ path: link/hostname }]", "env-file:/etc/hostname"],
    ["label_file: /etc/passwd", "env-file:/etc/passwd"],
    ["extends: { file: ../x.yaml, service: y }", "setting:../x.yaml"],
    ["extends: { file: 'https://example.org/x.git', service: y }", "setting:https://example.org/x.git"],
    ["build: { context: ../.. }", "build:/"],
    ["build: 'https://example.org/x.git'", "build:https://example.org/x.git"],
    ["build: { dockerfile: ../../Dockerfile }", "build:/Dockerfile"],
    ["build: { additional_contexts: { x: / } }", "build:/"],
    ["build: { context: ., ssh: [default] }", "build:ssh=default"],
    ["build: { context: ., privileged: true }", "build:privileged=true"],
    ["build: { context: ., entitlements: [security.insecure] }", "build:entitlements=security.insecure"],
    ["build: { context: ., network: host }", "build:network=host"],
    ["build: { context: ., cache_from: ['type=local,src=/x'] }", "build:cache_from=type=local,src=/x"],
    ["build: { context: ., secrets: [x] }", "build:secrets=x"],
    ["oom_kill_disable: true", "setting:oom_kill_disable"],
    ["oom_score_adj: -1000", "setting:oom_score_adj=-1000"],
    ["credential_spec: { file: x }", "setting:credential_spec"],
    ["a_key_of_tomorrow: x", "setting:a_key_of_tomorrow"],
  ])("%s", async (keys, name) => {
    await using folder = await folderOf(service(keys));
    await symlink("/etc", join(folder.path, "link"));
    expect(await asks(folder.path)).toContain(name);
  });

  it.each([
    ["volumes: { data: { external: true } }", "volumes: [data:/d]", "volume:data"],
    ["volumes: { data: { name: prod_db } }", "volumes: [data:/d]", "volume:data"],
    ["volumes: { data: { driver: vieux/sshfs } }", "volumes: [{ source: data, target: /d }]", "volume:data"],
    ["networks: { n: { external: true } }", "networks: [n]", "network:n"],
    ["networks: { default: { external: true, name: prod } }", "user: a", "network:default"],
    ["networks: { n: { driver: macvlan, driver_opts: { parent: eth0 } } }", "networks: { n: }", "network:n"],
    ["secrets: { s: { file: /etc/shadow } }", "secrets: [s]", "folder:/etc/shadow"],
    ["secrets: { s: { environment: AWS_SECRET } }", "secrets: [{ source: s }]", "env:AWS_SECRET"],
    ["configs: { s: { file: ../../x } }", "configs: [s]", "folder:/x"],
    ["include: ['oci://example.org/x']", "user: a", "setting:oci://example.org/x"],
    ["include: [{ path: ../x.yaml }]", "user: a", "setting:../x.yaml"],
    ["models: { m: { model: x } }", "user: a", "setting:models"],
    ["x-base: &base { privileged: true }", "<<: *base", "setting:privileged"],
    ["x-base: &base { cap_add: [SYS_PTRACE] }", "<<: [*base]", "capability:SYS_PTRACE"],
  ])("%s with %s", async (top, keys, name) => {
    await using folder = await folderOf(compose(`${top}\nservices: { web: { image: a, ${keys} } }\n`));
    expect(await asks(folder.path)).toEqual([name]);
  });

  it("with an option for an image", async () => {
    await using folder = await folderOf(
      compose("services: { web: { image: a, depends_on: [b] }, b: { image: --privileged } }"),
    );
    expect(await asks(folder.path)).toContain("image:--privileged");
  });

  it("with an .env that is a link", slow, async () => {
    await using folder = await folderOf({ "home/.config/deploy.env": "DEPLOY_TOKEN=t\n" });
    const repository = join(folder.path, "home/repo");
    await mkdir(repository);
    const files = compose("services: { web: { image: a, environment: { T: '${DEPLOY_TOKEN}' } } }\n");
    for (const [name, text] of Object.entries(files)) await writeFile(join(repository, name), text);
    await symlink("../.config/deploy.env", join(repository, ".env"));
    await refused(learn, repository, ["env-file:../.config/deploy.env"]);
    await passed([...learn, "--allow-host=env-file:../.config/deploy.env"], repository);
  });

  it("asks for nothing with what most projects say", async () => {
    const text = `
name: shop
services:
  web:
    build: { context: ., dockerfile: docker/Dockerfile, args: { A: 1 }, target: prod }
    image: shop/web:1
    restart: unless-stopped
    ports: ["8080:80", "127.0.0.1:9090:9090", { target: 1, published: 2, host_ip: 127.0.0.1 }]
    environment: [A=1]
    env_file: [{ path: web.env, required: false }]
    volumes: ["data:/d", "./conf:/c:ro", { type: tmpfs, target: /t, tmpfs: { size: 1m } }]
    tmpfs: ["/run:size=1m,mode=1777"]
    security_opt: ["no-new-privileges:true"]
    cap_drop: [ALL]
    cap_add: [NET_BIND_SERVICE]
    ulimits: { nofile: { soft: 1, hard: 2 } }
    sysctls: { net.core.somaxconn: 1024 }
    logging: { driver: json-file, options: { max-size: 1m } }
    deploy: { replicas: 2, resources: { limits: { cpus: "1", memory: 1g } } }
    develop: { watch: [{ action: sync, path: ., target: /app }] }
    healthcheck: { test: "true" }
    secrets: [s]
    depends_on: { db: { condition: service_started } }
    x-team: a
  db: { image: "postgres:17", networks: { default: { aliases: [d] } } }
  debug: { image: x, privileged: true, profiles: [debug] }
volumes: { data: { driver: local } }
networks: { default: { internal: true } }
secrets: { s: { file: ./s.txt } }
`;
    await using folder = await folderOf({
      ...compose(text),
      "s.txt": "x",
      "docker/Dockerfile": dockerfile,
      "conf/a": "",
    });
    expect(await asks(folder.path)).toBeUndefined();
  });
});
