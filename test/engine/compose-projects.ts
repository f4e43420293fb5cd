/** Files of a project by name; `compose.yaml` and `over.yaml` are layered. */
export type ProjectFiles = Readonly<Record<string, string>>;

/** Values of attributes of a service in several forms; a project draws from them. */
const forms: Readonly<Record<string, readonly string[]>> = {
  annotations: ["[a=1]", "{b: 2}"],
  attach: ["false"],
  blkio_config: ["{weight: 5, device_read_bps: [{path: /d, rate: 1mb}]}"],
  build: [".", "{context: ./c, args: {X: 1}}", "{args: [X=2, Y], target: t}"],
  cap_add: ["[A]", "[B, C]", "[A, D]"],
  cap_drop: ["[ALL]"],
  command: ["a b", "[x, y]", "", "'x \"y z\" w'", "[]", "a && b"],
  configs: ["[c1]", "[{source: c1, target: /c, uid: '1'}]"],
  cpus: ["0.5", "'1.25'"],
  depends_on: ["[z]", "{z: {condition: service_healthy}}", "{z: {condition: service_started, restart: true}}"],
  devices: ["[/dev/a]", "['/dev/b:/dev/a:r']"],
  dns: ["1.1.1.1", "[1.1.1.1, 8.8.8.8]"],
  dns_search: ["a.b", "[c]"],
  entrypoint: ["sh -c 'a b'", "[e]"],
  env_file: ["e.env", "[{path: none.env, required: false}, e.env]"],
  environment: ["{A: 1, B: x}", "[A=2, C]", "[D=$$x]", "{E: }"],
  expose: ["[80]", "['80', 90-91]"],
  extra_hosts: ["['a:1.1.1.1']", "{b: 2.2.2.2}", "['a=1.1.1.1', 'c=::1']"],
  gpus: ["all", "[{driver: nvidia, count: 2}]"],
  group_add: ["[1, x]"],
  healthcheck: ["{test: curl x, interval: 10s}", "{test: [CMD, a], retries: 2}", "{disable: true}"],
  hostname: ["a", "'${HH:-b}'"],
  init: ["true", "false"],
  labels: ["[a=1]", "{a: 2, b: true}"],
  logging: ["{driver: json-file, options: {max-size: 1m}}", "{driver: syslog}", "{options: {tag: x}}"],
  mem_limit: ["100m"],
  networks: ["[n1]", "{n1: {aliases: [q]}, n2: }", "{n2: {ipv4_address: 10.0.0.2}}"],
  pids_limit: ["0", "5"],
  ports: [
    "['80:80']",
    "['81:81/udp', 82]",
    "[{target: 80, published: '80'}]",
    "['127.0.0.1:80:80']",
    "['90-92:90-92']",
  ],
  post_start: ["[{command: a b, user: x}]"],
  pull_policy: ["if_not_present", "every_2h"],
  read_only: ["true", "'yes'"],
  restart: ["always", "'no'"],
  secrets: ["[s1]", "[{source: s1, target: x, mode: 0440}]"],
  security_opt: ["['no-new-privileges:true']", "['label:x']"],
  shm_size: ["1g"],
  stop_grace_period: ["1m", "90s", "1h1m1.5s"],
  sysctls: ["{net.a: 1}", "[net.a=2, net.b=3]"],
  tmpfs: ["/run", "['/run:size=1m', /tmp2]"],
  tty: ["on"],
  ulimits: ["{nofile: 1}", "{nofile: {soft: 1, hard: 3}, nproc: 5}"],
  user: ["'1:2'"],
  volumes: ["['./d:/d']", "[/e, 'vol:/f:ro']", "[{type: bind, source: ./x, target: /d}]", "['vol:/d:nocopy,z']"],
  working_dir: ["/w"],
};

const sections = `
volumes: {vol: {labels: [a=1]}}
networks: {n1: {ipam: {config: [{subnet: 10.0.0.0/24}]}}, n2: {driver: bridge, labels: {x: 1}}}
secrets: {s1: {file: ./s}}
configs: {c1: {content: 'x $$y'}}
`;

/** A project of a base, an override with tags, an extended file and an included one; equal seeds make equal projects. */
export function composeProject(seed: number): ProjectFiles {
  let state = seed * 7919 + 1;
  const below = (count: number): number => {
    state = (state * 48_271) % 2_147_483_647;
    return state % count;
  };
  const pick = (from: readonly string[]): string => from[below(from.length)] ?? "";
  const service = (count: number, tagged: boolean, first = "image: i"): string => {
    const keys = new Set(Array.from({ length: count }, () => pick(Object.keys(forms))));
    const fields = [...keys].map((key) => {
      const tag = tagged && below(8) === 0 ? pick(["!override ", "!reset "]) : "";
      return `${key}: ${tag}${pick(forms[key] ?? [])}`;
    });
    return `{${[first, ...fields].join(", ")}}`;
  };
  const include = pick(["", "include: [sub/inc.yaml]\n", "include: [{path: [sub/inc.yaml, sub/inc2.yaml]}]\n"]);
  const extend = pick(["image: i", "extends: b", "extends: {service: e, file: sub/ext.yaml}"]);
  return {
    "compose.yaml": `${include}name: p${seed}
services:
  z: {image: zz}
  b: ${service(5, false)}
  a: ${service(8, false, extend)}${sections}`,
    "over.yaml": `services:
  a: ${service(8, true)}
  b: ${service(4, true)}
networks: {n1: {ipam: {config: [{subnet: 10.0.0.0/24, gateway: 10.0.0.1}]}}, n2: {labels: [x=2]}}
`,
    "sub/ext.yaml": `services:\n  e: ${service(6, false, "extends: f")}\n  f: ${service(5, false)}\n`,
    "sub/inc.yaml": `services:\n  i: ${service(6, false)}\n  z: {image: zz}\n${sections}`,
    "sub/inc2.yaml": `services:\n  i: ${service(3, false)}\n`,
    "e.env": "FROM_E=1\nQ='a b'\n",
    "sub/e.env": "FROM_SUB=2\n",
    ".env": "HH=hh\n",
  };
}
