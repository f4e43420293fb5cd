import { mkdir, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { asks, compose, dockerfile, learn, passed, refused, slow } from "./asks-for.ts";
import { folderOf } from "./cli/run-cli.ts";
import { countingEngine } from "./counting-engine.ts";

let engine: Awaited<ReturnType<typeof countingEngine>>;
beforeAll(async () => {
  engine = await countingEngine();
});
afterAll(() => engine[Symbol.asyncDispose]());

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
    await refused(engine, learn, folder.path, wanted);
    await refused(engine, [...learn, "--allow-host=run:k6"], folder.path, wanted);
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
    ["volumes: ['~/.ssh:/s:ro']", "folder:/home/of-someone/.ssh"],
    ["volumes: [{ type: bind, source: /etc, target: /e }]", "folder:/etc"],
    ["volumes: [{ type: npipe, source: x, target: /e }]", "setting:volumes.npipe"],
    ["volumes: ['./x:/x:rshared']", "setting:volumes.bind.propagation=rshared"],
    [
      "volumes: [{ type: bind, source: ./x, target: /e, bind: { propagation: rshared } }]",
      "setting:volumes.bind.propagation=rshared",
    ],
    ["devices: ['/dev/mem:/dev/x:r']", "device:/dev/mem"],
    ["devices: [{ source: vendor.com/gpu=all, target: x }]", "device:vendor.com/gpu=all"],
    ["gpus: all", 'device:gpus={"count":"all"}'],
    [
      "deploy: { resources: { reservations: { devices: [{ capabilities: [gpu] }] } } }",
      'device:deploy.reservations=[{"capabilities":["gpu"],"count":"all"}]',
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
    ["ports: ['0.0.0.0:1:1']", "port:0.0.0.0:1"],
    ["ports: ['[::]:1:1']", "port::::1"],
    ["ports: [{ target: 1, host_ip: 10.0.0.1 }]", "port:10.0.0.1:1"],
    ["extra_hosts: ['x:host-gateway']", "network:host-gateway"],
    ["use_api_socket: true", "setting:use_api_socket"],
    ["post_start: [{ command: a, privileged: true }]", "setting:post_start.privileged"],
    ["env_file: ../x.env", "env-file:../x.env"],
    ["env_file: [{ path: link/hostname }]", "env-file:/etc/hostname"],
    ["label_file: /etc/passwd", "env-file:/etc/passwd"],
    ["build: { context: ../.. }", "build:/"],
    ["build: 'https://example.org/x.git'", "build:https://example.org/x.git"],
    ["build: { dockerfile: ../../Dockerfile }", "build:/Dockerfile"],
    ["build: { additional_contexts: { x: / } }", "build:/"],
    ["build: { context: ., ssh: [default] }", 'build:ssh={"default":null}'],
    ["build: { context: ., privileged: true }", "build:privileged=true"],
    ["build: { context: ., entitlements: [security.insecure] }", "build:entitlements=security.insecure"],
    ["build: { context: ., network: host }", "build:network=host"],
    ["build: { context: ., cache_from: ['type=local,src=/x'] }", "build:cache_from=type=local,src=/x"],
    ["oom_kill_disable: true", "setting:oom_kill_disable"],
    ["oom_score_adj: -1000", "setting:oom_score_adj=-1000"],
    ["credential_spec: { file: x }", "setting:credential_spec"],
    ["develop: { watch: [{ action: sync, path: /etc, target: /app }] }", "folder:/etc"],
    ["develop: { watch: [{ action: sync, path: link/default, target: /app }] }", "folder:/etc/default"],
    [
      "develop: { watch: [{ action: sync+exec, path: ., target: /app, exec: { command: id, privileged: true } }] }",
      "setting:develop.watch.exec.privileged",
    ],
    ["pre_start: [{ image: evil, privileged: true }]", "setting:pre_start"],
    ["volumes: !override ['/etc:/e']", "folder:/etc"],
    ["volumes: [{ type: image, source: evil, target: /d }]", "setting:volumes.image"],
    ["runtime: ''", "setting:runtime="],
    ["security_opt: [writable-cgroups=true]", "security:writable-cgroups=true"],
  ])("%s", async (keys, name) => {
    await using folder = await folderOf(service(keys));
    await symlink("/etc", join(folder.path, "link"));
    expect(await asks(folder.path)).toContain(name);
  });

  it.each([
    ["volumes: { data: { external: true } }", "volumes: [data:/d]", "volume:data"],
    ["volumes: { data: { name: prod_db } }", "volumes: [data:/d]", "volume:data"],
    [
      "volumes: { data: { driver: vieux/sshfs } }",
      "volumes: [{ type: volume, source: data, target: /d }]",
      "volume:data",
    ],
    ["networks: { n: }", "networks: { n: { driver_opts: { a: b } } }", "network:n.driver_opts"],
    ["networks: { n: }", "networks: { n: { link_local_ips: [169.254.169.254] } }", "network:n.link_local_ips"],
    [
      "volumes: { d: }",
      "volumes: [{ type: volume, source: d, target: /d, volume: { subpath: ../.. } }]",
      "setting:volumes.volume.subpath=../..",
    ],
    ["secrets: { x: { file: a } }", "build: { context: ., secrets: [x] }", 'build:secrets={"source":"x"}'],
    ["x-a: { image: a }", "privileged: !override true", "setting:privileged"],
    ["networks: { n: { external: true } }", "networks: [n]", "network:n"],
    ["networks: { default: { external: true, name: prod } }", "user: a", "network:default"],
    ["networks: { n: { driver: macvlan, driver_opts: { parent: eth0 } } }", "networks: { n: }", "network:n"],
    ["secrets: { s: { file: /etc/shadow } }", "secrets: [s]", "folder:/etc/shadow"],
    ["secrets: { s: { environment: AWS_SECRET } }", "secrets: [{ source: s }]", "env:AWS_SECRET"],
    ["configs: { s: { file: ../../x } }", "configs: [s]", "folder:/x"],
    ["models: { m: { model: x } }", "user: a", "setting:models"],
    ["x-base: &base { privileged: true }", "<<: *base", "setting:privileged"],
    ["x-a: &a { privileged: true }\nx-b: &b { <<: *a }", "<<: [*b]", "setting:privileged"],
    ["networks: { n: { ipam: { driver: plugin } } }", "networks: [n]", "network:n"],
    ["networks: { n: { ipam: { options: { a: b } } } }", "networks: [n]", "network:n"],
    ["configs: { c: { environment: AWS_SECRET } }", "configs: [{ source: c, target: /x }]", "env:AWS_SECRET"],
    ["x-base: &base { cap_add: [SYS_PTRACE] }", "<<: [*base]", "capability:SYS_PTRACE"],
  ])("%s with %s", async (top, keys, name) => {
    await using folder = await folderOf(compose(`${top}\nservices: { web: { image: a, ${keys} } }\n`));
    expect(await asks(folder.path)).toEqual([name]);
  });

  it.each([
    "a_key_of_tomorrow: x",
    "use_api_socket: 1",
    "__proto__: { privileged: true }",
    "constructor: { privileged: true }",
    "models: [m]",
    "networks: { n: { driver_opts: { a: b } } }",
    "build: { context: ., secrets: [x] }",
    "develop: { watch: { path: ., tomorrow: x } }",
    "extends: { file: ../x.yaml, service: y }",
    "extends: { file: link/passwd, service: y }",
    "ports: [{ target: 80, host_ip: 'localhost.' }]",
  ])("that docker compose refuses is refused, and nothing of it is asked for: %s", async (keys) => {
    await using folder = await folderOf(service(keys));
    await symlink("/etc", join(folder.path, "link"));
    await expect(asks(folder.path)).rejects.toMatchObject({ code: "bad-config" });
  });

  it.each([
    [
      "includes of elsewhere",
      "include: ['oci://example.org/x', 'https://example.org/x.git']\nservices: { web: { image: a } }\n",
    ],
    [
      "services of elsewhere",
      "services: { web: { image: a, extends: { file: 'https://example.org/x.git', service: y } } }\n",
    ],
    ["what a tag takes away again", "services: { web: { image: a, privileged: !reset true } }\n"],
  ])("asks for nothing that is not read: %s", async (_, text) => {
    await using folder = await folderOf(compose(text));
    expect(await asks(folder.path)).toBeUndefined();
  });

  const ofDb = ["network_mode: 'service:db'", "pid: 'service:db'", "ipc: 'service:db'", "volumes_from: ['db:ro']"];
  it.each([...ofDb, "provider: { type: x }"])("asks for nothing that no trial uses: %s", async (keys) => {
    const db = "db: { image: b, ipc: shareable, volumes: [data:/d] }";
    await using folder = await folderOf(
      compose(`services: { web: { image: a, ${keys} }, ${db} }\nvolumes: { data: }\n`),
    );
    expect(await asks(folder.path)).toBeUndefined();
  });

  it("asks for what a service reaches whose network another one joins", async () => {
    const db = "db: { image: b, network_mode: 'container:other' }";
    await using folder = await folderOf(
      compose(`services: { web: { image: a, depends_on: [db], network_mode: 'service:db' }, ${db} }`),
    );
    expect(await asks(folder.path)).toEqual(["network:container:other"]);
  });

  it("with what a service of the same file asks for that it extends, and that one again extends", async () => {
    await using folder = await folderOf(
      compose(
        [
          "services:",
          "  web: { image: a, extends: b }",
          "  b: { image: a, profiles: [x], extends: { service: c } }",
          "  c: { image: a, profiles: [x], privileged: true, volumes: [data:/d] }",
          "  d: { image: a, profiles: [x], pid: host }",
          "volumes: { data: { external: true } }",
          "",
        ].join("\n"),
      ),
    );
    expect(await asks(folder.path)).toEqual(["setting:privileged", "volume:data"]);
  });

  it("of more services than one machine runs is refused; of many that need one another it is read", async () => {
    const names = (count: number) => Array.from({ length: count }, (_, at) => `s${at}`);
    const text = (count: number, needed: number) =>
      `services:\n  web: { image: a, depends_on: [s0] }\n${names(count)
        .map((name, at) => `  ${name}: { image: b, depends_on: [${names(Math.min(at, needed)).join(", ")}] }\n`)
        .join("")}`;
    await using many = await folderOf(compose(text(201, 0)));
    await expect(asks(many.path)).rejects.toMatchObject({ code: "bad-config" });
    await using some = await folderOf(compose(text(60, 20)));
    expect(await asks(some.path)).toBeUndefined();
  });

  it("that is nested too deeply says so, and not in words of the runtime", async () => {
    await using folder = await folderOf(service(`x-a: ${"[".repeat(20_000)}${"]".repeat(20_000)}`));
    await expect(asks(folder.path)).rejects.toMatchObject({
      code: "bad-config",
      message: expect.stringContaining("nested too deeply") as string,
    });
    await writeFile(join(folder.path, "hullproof.yaml"), `a: ${"[".repeat(20_000)}`);
    await expect(asks(folder.path)).rejects.toThrow("nested too deeply");
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
    await refused(engine, learn, repository, ["env-file:../.config/deploy.env"]);
    await passed(engine, [...learn, "--allow-host=env-file:../.config/deploy.env"], repository);
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
  agent: { image: x, network_mode: "service:web", pid: "service:web", ipc: "service:web" }
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
