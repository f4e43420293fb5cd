// What the examples of the rules on containers do not say: other spellings of the same fault, and what looks like it and is none.
import { describe, expect, it } from "vitest";
import { runLinesFact, ofRunLines } from "../src/dialects/run-line/read.ts";
import { runLines } from "../src/formats/command-line/run-lines.ts";
import { rules } from "../src/rules/index.ts";
import { runRules } from "../src/rules/run/run-rules.ts";
import { composeContainers } from "./compose-containers.ts";

function messages(id: string, facts: Parameters<typeof runRules>[1]["facts"]): readonly string[] {
  const rule = rules.find((one) => one.id === id);
  if (rule === undefined) throw new Error(`there is no rule ${id}`);
  const { findings, results } = runRules([rule], { target: "t", facts });
  expect(results.map(({ verdict }) => verdict)).not.toContain("failed");
  return findings.map(({ severity, message }) => `${severity}: ${message}`);
}

/** Findings about a service with these lines. */
function service(id: string, lines: readonly string[], rest = ""): readonly string[] {
  const text = ["services:", "  web:", "    image: example/web:1.4", ...lines.map((line) => `    ${line}`), rest].join(
    "\n",
  );
  return messages(id, { containers: composeContainers(`${text}\n`) });
}

function line(id: string, text: string): readonly string[] {
  const facts = runLines("run.sh", `${text}\n`);
  return messages(id, { runLines: runLinesFact(facts), containers: ofRunLines(facts) });
}

const found = expect.arrayContaining([expect.any(String)]);

describe("compose", () => {
  it.each<[string, readonly string[]]>([
    ["capabilities/docker-socket", ["volumes: ['/var/run:/host/run']"]],
    ["capabilities/docker-socket", ["volumes: ['/run/user/1000/podman:/p:ro']"]],
    ["capabilities/docker-socket", ["volumes: [{type: bind, source: /run/crio/crio.sock, target: /crio.sock}]"]],
    ["capabilities/docker-socket", ["volumes: ['/run/k3s/containerd/containerd.sock:/c.sock']"]],
    ["capabilities/sensitive-mount", ["volumes: ['/home:/home:ro']"]],
    ["capabilities/sensitive-mount", ["volumes: ['/var/lib/containerd/:/c']"]],
    ["capabilities/sensitive-mount", ["volumes: ['/usr/bin:/host/bin']"]],
    ["capabilities/open-data-port", ["ports: ['[::]:5432:5432']"]],
    ["capabilities/open-data-port", ["ports: [5432]"]],
    ["capabilities/open-data-port", ["ports: [{target: 6379, published: '16379'}]"]],
    ["capabilities/apparmor-off", ["security_opt: ['apparmor=unconfined']"]],
    ["capabilities/selinux-off", ["security_opt: ['label:type:spc_t']"]],
    ["capabilities/dangerous-capability", ["cap_add: [cap_sys_ADMIN]"]],
    ["capabilities/new-privileges", ["security_opt: ['no-new-privileges:false']"]],
    ["capabilities/host-device", ["device_cgroup_rules: ['a *:* rwm']"]],
    ["capabilities/tmpfs-options", ["volumes: ['/a:/b']", "tmpfs: '/run:dev'"]],
    ["build/refused-sysctl", ["sysctls: [vm.overcommit_memory=1]"]],
    ["build/refused-options", ["network_mode: 'service:vpn'", "hostname: web"]],
    ["build/refused-restart", ["restart: unless_stopped"]],
    ["limits/refused-limit", ["memswap_limit: 1g"]],
    ["limits/refused-limit", ["deploy: {resources: {limits: {memory: 64m}, reservations: {memory: 128m}}}"]],
    ["secrets/connection-string", ["environment: ['A=b', 'URL=jdbc:postgresql://app:tr0ub4dor@db/app']"]],
  ])("%s finds %j", (id, lines) => {
    expect(service(id, lines)).toEqual(found);
  });

  it.each<[string, readonly string[]]>([
    ["capabilities/docker-socket", ["volumes: ['/run/dbus/system_bus_socket:/dbus', '/var/run/app:/run/app']"]],
    ["capabilities/docker-socket", ["use_api_socket: false"]],
    [
      "capabilities/sensitive-mount",
      ["volumes: ['/etc/localtime:/etc/localtime', '/home/app/data:/data', 'etc:/etc']"],
    ],
    ["capabilities/open-data-port", ["ports: ['127.0.0.1:5432:5432', '[::1]:6379:6379', '8443:443']"]],
    ["capabilities/open-data-port", ["network_mode: host", "ports: ['5432:5432']"]],
    ["capabilities/apparmor-off", ["privileged: true", "security_opt: ['apparmor=unconfined']"]],
    ["capabilities/selinux-off", ["security_opt: ['label=level:s0:c1']"]],
    ["capabilities/dangerous-capability", ["cap_add: [CHOWN, NET_BIND_SERVICE]", "cap_drop: [SYS_ADMIN]"]],
    ["capabilities/new-privileges", ["security_opt: ['no-new-privileges']"]],
    ["capabilities/unused-by-user", ["user: '0:1000'", "cap_add: [NET_ADMIN]"]],
    ["capabilities/unused-by-user", ["user: '${UID}:${GID}'", "cap_add: [NET_ADMIN]"]],
    ["capabilities/dropped-and-added", ["cap_drop: [ALL]", "cap_add: [CHOWN]"]],
    ["capabilities/already-granted", ["cap_drop: [NET_RAW]", "cap_add: [NET_RAW]"]],
    ["capabilities/host-device", ["devices: ['vendor.com/gpu=0']", "gpus: all"]],
    ["capabilities/tmpfs-options", ["tmpfs: ['/run:size=1m,mode=1777,noexec']"]],
    ["capabilities/shared-propagation", ["volumes: ['/a:/b:rslave']"]],
    ["build/refused-sysctl", ["sysctls: {net.core.somaxconn: 1024, kernel.shmmax: 1, fs.mqueue.msg_max: 10}"]],
    ["build/refused-restart", ["restart: 'no'"]],
    ["build/refused-restart", ["restart: ${RESTART:-always}"]],
    ["build/drive-volume", ["volumes: ['C:\\\\data:/data', 'ab:/data']"]],
    ["limits/refused-limit", ["mem_limit: ${MEMORY}", "memswap_limit: ${SWAP}"]],
    ["limits/refused-limit", ["ulimits: {nofile: {soft: 10, hard: -1}}"]],
    ["limits/nproc-ulimit", ["ulimits: {nproc: 65535}"]],
    [
      "secrets/connection-string",
      ["environment: {A: 'https://example.com:8443/@x', B: 'redis://:${P}@r', C: 'postgres://app@db'}"],
    ],
    ["secrets/connection-string", ["environment: {DB_PASSWORD: 'postgres://app:tr0ub4dor@db/app'}"]],
    [
      "secrets/in-env-flag",
      ["environment: {API_KEY: <key>, DB_PASSWORD: '', API_TOKEN: '{{ token }}', AUTH_TOKEN: 'true'}"],
    ],
  ])("%s says nothing of %j", (id, lines) => {
    expect(service(id, lines)).toEqual([]);
  });

  it("grades: what the host's namespaces give away, and /dev beside a privileged container", () => {
    const lines = ["network_mode: host", "uts: host", "userns_mode: host"];
    expect(service("capabilities/host-namespace", lines).map((one) => one.split(":")[0])).toEqual([
      "warning",
      "info",
      "info",
    ]);
    expect(service("capabilities/sensitive-mount", ["volumes: ['/dev:/dev']"])[0]).toMatch(/^warning/);
    expect(service("capabilities/sensitive-mount", ["privileged: true", "volumes: ['/dev:/dev']"])[0]).toMatch(
      /^error/,
    );
    expect(service("capabilities/host-device", ["devices: ['/dev/sda:/dev/sda:r']"])[0]).toMatch(/^warning/);
    expect(service("capabilities/host-device", ["devices: ['/dev/dri']"])[0]).toMatch(/^info/);
  });

  it("a password in an address is in no message, and in no quotation of another rule", () => {
    const facts = runLines("run.sh", "docker run -d -p 80:80 -e URL=amqp://a:tr0ub4dor@q example/web:1.4\n");
    const { findings } = runRules(rules, {
      target: "t",
      facts: { runLines: runLinesFact(facts), containers: ofRunLines(facts), today: "2026-11-28" },
    });
    expect(findings.map(({ rule }) => rule)).toContain("secrets/connection-string");
    expect(JSON.stringify(findings)).not.toContain("tr0ub4dor");
  });

  it("ports of two services, a warning where a plain `up` starts only one, and none of profiles that have nothing in common", () => {
    const other = "  admin:\n    image: example/admin:1.4\n    ports: ['80:8080']";
    expect(service("build/port-taken-twice", ["ports: ['80:80']"], other)).toEqual(found);
    const severities = (lines: readonly string[], more: string): string[] =>
      service("build/port-taken-twice", lines, more).map((one) => one.split(":")[0] ?? "");
    expect(severities(["ports: ['80:80']"], other)).toEqual(["error"]);
    expect(severities(["ports: ['80:80']"], `${other}\n    profiles: [debug]`)).toEqual(["warning"]);
    expect(severities(["ports: ['80:80']", "profiles: [web]"], other)).toEqual(["warning"]);
    expect(severities(["ports: ['80:80']", "profiles: [a, b]"], `${other}\n    profiles: [b]`)).toEqual(["warning"]);
    expect(severities(["ports: ['80:80']", "profiles: [a]"], `${other}\n    profiles: [b]`)).toEqual([]);
    expect(service("build/port-taken-twice", ["ports: ['${PORT}:80']"], other)).toEqual([]);
    const servers = (count: number): string =>
      Array.from({ length: count }, (_, at) => `  s${at}:\n    image: example/s:1\n    ports: ['80:80']`).join("\n");
    expect(new Set(severities(["ports: ['80:80']"], servers(5)))).toEqual(new Set(["error"]));
    expect(new Set(severities(["ports: ['80:80']"], servers(6)))).toEqual(new Set(["info"]));
  });
});

describe("run lines", () => {
  it.each<[string, string]>([
    ["capabilities/docker-socket", "docker run --rm --use-api-socket example/panel:2.0"],
    ["capabilities/docker-socket", "podman run --rm -v /run/podman:/run/podman example/panel:2.0"],
    ["capabilities/paths-unmasked", "podman run --rm --security-opt unmask=ALL example/builder:5.0"],
    ["capabilities/unknown", "docker run --rm --cap-add CAP_ALL example/vpn:2.0"],
    ["capabilities/publish-all", "docker run -dP example/web:1.4"],
    ["capabilities/ports-discarded", "docker run --rm --net=host -p8080:80 example/web:1.4"],
    ["build/duplicate-mount", "docker run --rm --mount type=tmpfs,dst=/x -v cache:/x example/web:1.4"],
    ["limits/refused-limit", "docker run --rm -m 4m example/web:1.4"],
  ])("%s finds %s", (id, text) => {
    expect(line(id, text)).toEqual(found);
  });

  it.each<[string, string]>([
    ["capabilities/unknown", "docker run --rm --cap-add ALL example/vpn:2.0"],
    ["capabilities/no-effect-when-privileged", "podman run --rm --privileged --cap-drop ALL example/vpn:2.0"],
    ["base-image/tag-drift", "docker build -t web:dev .\ndocker tag web:dev web:1.4\ndocker run --rm web:1.4"],
    ["base-image/tag-drift", "docker build -t example/web:dev .\ndocker run --rm example/web:1.4"],
    ["build/duplicate-mount", 'docker run --rm -v "$A:$B" -v "$C:$B" example/web:1.4'],
    ["capabilities/no-own-network", "docker run --rm example/web:1.4"],
  ])("%s says nothing of %s", (id, text) => {
    expect(line(id, text)).toEqual([]);
  });
});
