/** Files of a project by name. */
export type ProjectTree = Readonly<Record<string, string>>;

export interface GeneratedProject {
  readonly tree: ProjectTree;
  /** Layered in this order. */
  readonly files: readonly string[];
  readonly profiles: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

/** Values of attributes of a service in several forms; a project draws from them. */
const forms: Readonly<Record<string, readonly string[]>> = {
  annotations: ["[a=1]", "{b: 2}", "{a: true, c: 1.50}"],
  attach: ["false", "'no'"],
  blkio_config: ["{weight: 5, device_read_bps: [{path: /d, rate: 1mb}]}"],
  build: [
    ".",
    "{context: ./c, args: {X: 1}}",
    "{args: [X=2, Y], target: t}",
    "{dockerfile_inline: 'FROM x', labels: [a=1], tags: [q, r], platforms: [linux/amd64]}",
    "{context: 'https://x.y/z.git', secrets: [s1], cache_from: [a, b], extra_hosts: ['a:1.1.1.1']}",
    "{additional_contexts: {k: ./k, l: 'docker-image://x'}, ulimits: {nofile: 5}, no_cache: true, shm_size: 64m}",
    "{context: ., ssh: [default], network: host, pull: true, privileged: true, isolation: z, entitlements: [a]}",
  ],
  cap_add: ["[A]", "[B, C]", "[A, D]"],
  cap_drop: ["[ALL]", "[all, NET_RAW]"],
  cgroup: ["host", "private"],
  cgroup_parent: ["m-x"],
  cpu_count: ["2"],
  cpu_percent: ["50"],
  cpu_period: ["1000", "'2000'"],
  cpu_quota: ["5000"],
  cpu_shares: ["'512'"],
  cpuset: ["'0,1'"],
  container_name: ["named", "na.med_2"],
  credential_spec: ["{file: x.json}"],
  command: ["a b", "[x, y]", "", "'x \"y z\" w'", "[]", "a && b"],
  configs: ["[c1]", "[{source: c1, target: /c, uid: '1'}]"],
  cpus: ["0.5", "'1.25'"],
  depends_on: ["[z]", "{z: {condition: service_healthy}}", "{z: {condition: service_started, restart: true}}"],
  deploy: [
    "{replicas: 2}",
    "{resources: {limits: {cpus: '0.5', memory: 50m, pids: 3}}}",
    "{resources: {reservations: {memory: 1g, devices: [{capabilities: [gpu], count: 1}]}}, mode: global}",
    "{labels: [a=b], restart_policy: {condition: on-failure, delay: 5s, max_attempts: 2}}",
    "{placement: {constraints: [node.role==x], preferences: [{spread: y}]}, update_config: {parallelism: 2, order: stop-first}}",
    "",
  ],
  develop: ["{watch: [{path: ., action: rebuild}]}", "{watch: [{path: ./src, action: sync, target: /t, ignore: [a]}]}"],
  device_cgroup_rules: ["['c 1:3 mr']"],
  devices: ["[/dev/a]", "['/dev/b:/dev/a:r']", "[{source: /dev/c, target: /dev/d}]", "['vendor.com/class=n']"],
  dns_opt: ["[ndots:1, use-vc]"],
  domainname: ["d.e"],
  external_links: ["[q, 'r:s']"],
  dns: ["1.1.1.1", "[1.1.1.1, 8.8.8.8]"],
  dns_search: ["a.b", "[c]"],
  entrypoint: ["sh -c 'a b'", "[e]"],
  env_file: [
    "e.env",
    "[{path: none.env, required: false}, e.env]",
    "[e.env, e2.env]",
    "[{path: raw.env, format: raw}]",
  ],
  environment: [
    "{A: 1, B: x}",
    "[A=2, C]",
    "[D=$$x]",
    "{E: }",
    "{F: 1.0, G: 0x1f, H: 1e3, I: yes, J: ~, K: 0755, L: -0}",
    "['M=${HH}', 'N=${NONE:-d$$e}', 'O=${HH:+set}', 'P=a=b', 'Q=']",
    "{HH: , FROM_E: over}",
  ],
  expose: ["[80]", "['80', 90-91]", "['81/udp']"],
  extra_hosts: [
    "['a:1.1.1.1']",
    "{b: 2.2.2.2}",
    "['a=1.1.1.1', 'c=::1']",
    "['d:[::2]', 'host.docker.internal:host-gateway']",
  ],
  gpus: ["all", "[{driver: nvidia, count: 2}]"],
  group_add: ["[1, x]", "['2']"],
  healthcheck: ["{test: curl x, interval: 10s}", "{test: [CMD, a], retries: 2}", "{disable: true}"],
  hostname: ["a", "'${HH:-b}'"],
  init: ["true", "false", "'on'"],
  ipc: ["host", "shareable", "'service:z'"],
  isolation: ["default"],
  label_file: ["./l.label", "[l.label]"],
  labels: ["[a=1]", "{a: 2, b: true}", "{c: , d: 'x${HH}'}", "[e, f=]"],
  links: ["[z]", "['z:y']"],
  logging: ["{driver: json-file, options: {max-size: 1m}}", "{driver: syslog}", "{options: {tag: x}}"],
  mac_address: ["'02:42:ac:11:00:03'"],
  mem_limit: ["100m", "1048576", "'1.5g'"],
  mem_reservation: ["10m"],
  mem_swappiness: ["10"],
  memswap_limit: ["-1", "200m"],
  network_mode: ["none", "'service:z'"],
  networks: [
    "[n1]",
    "{n1: {aliases: [q]}, n2: }",
    "{n2: {ipv4_address: 10.0.0.2}}",
    "{default: , n1: {priority: 5, driver_opts: {a: 1}, link_local_ips: [169.254.1.1]}}",
  ],
  oom_kill_disable: ["true"],
  oom_score_adj: ["-5", "'100'"],
  pid: ["host"],
  pids_limit: ["0", "5", "-1"],
  platform: ["linux/amd64"],
  ports: [
    "['80:80']",
    "['81:81/udp', 82]",
    "[{target: 80, published: '80'}]",
    "['127.0.0.1:80:80']",
    "['90-92:90-92']",
    "[{target: 80, published: 8080, protocol: udp, mode: host}]",
    "['[::1]:83:83', '${PORT:-84}:84']",
  ],
  post_start: ["[{command: a b, user: x}]"],
  pre_stop: ["[{command: [a], environment: [X=1]}]"],
  privileged: ["true", "false"],
  profiles: ["[dbg]", "[dbg, other]"],
  pull_policy: ["if_not_present", "every_2h", "always"],
  read_only: ["true", "'yes'"],
  restart: ["always", "'no'", "'on-failure:3'"],
  runtime: ["runc"],
  scale: ["1", "0", "'2'"],
  secrets: ["[s1]", "[{source: s1, target: x, mode: 0440}]", "[{source: s1, uid: '1', mode: '0400'}]"],
  security_opt: ["['no-new-privileges:true']", "['label:x']", "['seccomp=unconfined', 'apparmor:x']"],
  shm_size: ["1g", "1024"],
  stdin_open: ["true"],
  stop_grace_period: ["1m", "90s", "1h1m1.5s"],
  stop_signal: ["SIGINT"],
  storage_opt: ["{size: 1G}"],
  sysctls: ["{net.a: 1}", "[net.a=2, net.b=3]"],
  tmpfs: ["/run", "['/run:size=1m', /tmp2]"],
  tty: ["on"],
  ulimits: ["{nofile: 1}", "{nofile: {soft: 1, hard: 3}, nproc: 5}"],
  user: ["'1:2'"],
  userns_mode: ["host"],
  uts: ["host"],
  volumes: [
    "['./d:/d']",
    "[/e, 'vol:/f:ro']",
    "[{type: bind, source: ./x, target: /d}]",
    "['vol:/d:nocopy,z']",
    "['~/h:/h:rslave', '/s:/s:ro,Z', 'vol:/g/../f']",
    "[{type: tmpfs, target: /t, tmpfs: {size: 5m, mode: 0755}}, {type: volume, source: vol, target: /v, volume: {nocopy: true, subpath: p}}]",
    "[{type: bind, source: ../y, target: /y, read_only: true, bind: {propagation: rshared, create_host_path: false}}]",
    "[{type: image, source: img, target: /i}]",
  ],
  volumes_from: ["[z]", "['z:ro', 'container:q']"],
  working_dir: ["/w"],
};

/** What a version or all of them refuse, or what reads otherwise than it looks. */
const odd: readonly string[] = [
  "user: 1000",
  "cap_add: CHOWN",
  "nonsense: 1",
  "read_only: ''",
  "environment: ",
  "cgroup: other",
  "mem_limit: lots",
  "volumes: [{target: /x}]",
  "ports: [{target: 80, host_ip: ''}]",
  "depends_on: [missing]",
  "networks: [missing]",
  "security_opt: [a, a]",
  "ulimits: {nofile: {soft: 1}}",
  "container_name: a",
  "healthcheck: {test: [x]}",
  "tmpfs: [/x, '/x:size=1m']",
  "hostname: '${1}'",
  "hostname: '${NONE:?set it}'",
  "provider: {type: p, options: {a: 1}}",
  "pre_start: [{command: a}]",
  "use_api_socket: true",
  "x-note: {a: 1}",
  "labels: {t: 2001-01-01}",
  "command: 'a \"b'",
  "deploy: {resources: {limits: {memory: 1}}}",
];

const anchors = `x-common: &common
  cap_drop: [ALL]
  environment: &env {SHARED: 1}
  logging: {driver: json-file}
x-more: &more {init: true, labels: [m=1]}
`;

const sections = `
volumes: {vol: {labels: [a=1]}}
networks: {n1: {ipam: {config: [{subnet: 10.0.0.0/24}]}}, n2: {driver: bridge, labels: {x: 1}}}
secrets: {s1: {file: ./s}}
configs: {c1: {content: 'x $$y'}}
`;

/**
 * A project of a base, one or two overrides with tags, an extended file and an included one, anchors, profiles, variables and env files.
 * Equal seeds make equal projects.
 */
export function composeProject(seed: number): GeneratedProject {
  let state = seed * 7919 + 1;
  const below = (count: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % count;
  };
  const pick = (from: readonly string[]): string => from[below(from.length)] ?? "";
  const service = (count: number, tagged: boolean, first: readonly string[] = ["image: i"]): string => {
    const keys = new Set(Array.from({ length: count }, () => pick(Object.keys(forms))));
    for (const [one, other] of exclusive) if (keys.has(one)) keys.delete(other);
    const fields = [...keys].map((key) => {
      const tag = tagged && below(8) === 0 ? pick(["!override ", "!reset "]) : "";
      return `${key}: ${tag}${pick(forms[key] ?? [])}`;
    });
    if (below(25) === 0) {
      const one = pick(odd);
      if (!keys.has(one.split(":")[0] ?? "")) fields.push(one);
    }
    fields.unshift(...first);
    if (below(4) === 0) return `{${fields.join(", ")}}`;
    return `\n${(fields.length === 0 ? ["init: true"] : fields).map((field) => `    ${field}`).join("\n")}`;
  };
  const include = pick([
    "",
    "",
    "include: [sub/inc.yaml]\n",
    "include: [{path: [sub/inc.yaml, sub/inc2.yaml]}]\n",
    "include: [{path: sub/inc.yaml, project_directory: ., env_file: e.env}]\n",
  ]);
  const extend = pick([
    "image: i",
    "extends: b",
    "extends: {service: e, file: sub/ext.yaml}",
    "<<: *common",
    "<<: [*more, *common]",
  ]);
  const third = below(4) === 0;
  const secondDocument = below(6) === 0 ? `---\nservices:\n  b: ${service(2, true, [])}\n` : "";
  return {
    files: ["compose.yaml", "over.yaml", ...(third ? ["third.yaml"] : [])],
    profiles: below(3) === 0 ? ["dbg"] : [],
    env: below(2) === 0 ? { HH: "outer", PORT: "99" } : {},
    tree: {
      "compose.yaml": `${include}${anchors}name: p${seed}
services:
  z: {image: zz}
  b: ${service(5, false)}
  a: ${service(7, false, extend.startsWith("<<") ? [extend, "image: i"] : [extend])}
  c: ${service(3, false)}${sections}${secondDocument}`,
      "over.yaml": `services:
  a: ${service(6, true, [])}
  b: ${service(4, true, [])}
networks: {n1: {ipam: {config: [{subnet: 10.0.0.0/24, gateway: 10.0.0.1}]}}, n2: {labels: [x=2]}}
`,
      "third.yaml": `services:\n  a: ${service(4, true, [])}\nx-more: {added: 1}\n`,
      "sub/ext.yaml": `services:\n  e: ${service(6, false, ["extends: f"])}\n  f: ${service(5, false)}\n`,
      "sub/inc.yaml": `services:\n  i: ${service(6, false)}\n  z: {image: zz}\n${below(3) === 0 ? sections : ""}`,
      "sub/inc2.yaml": `services:\n  i: ${service(3, false, [])}\n`,
      "e.env": "FROM_E=1\nQ='a b'\nR=${HH}-$FROM_E\n",
      "e2.env": 'S=${FROM_E:-none}\nexport T="x\\ny"\nU: v # note\nHH\n',
      "raw.env": "V='as it is'\nW=$HH # w\nHH\n",
      "sub/raw.env": "V=sub\n",
      "sub/e.env": "FROM_SUB=2\n",
      "sub/e2.env": "S2=1\n",
      "l.label": "ll=1\nmm=${ll}x\n",
      "sub/l.label": "ll=2\n",
      ".env": "HH=hh\n",
    },
  };
}

/** Of each pair, the second is left out beside the first. */
const exclusive: readonly (readonly [string, string])[] = [
  ["network_mode", "networks"],
  ["scale", "deploy"],
  ["deploy", "cpus"],
  ["deploy", "mem_limit"],
  ["deploy", "mem_reservation"],
  ["deploy", "pids_limit"],
  ["container_name", "scale"],
  ["container_name", "deploy"],
];
