import {
  amount,
  flag,
  listOf,
  mapOf,
  names,
  oneOf,
  options,
  pairs,
  since,
  text,
  textOrTexts,
  texts,
  types,
  whole,
  type Rule,
} from "./rule.ts";

const distinct = listOf(text, true);
const textsOrNumbers = listOf(types("string", "number"), true);
export const command = oneOf(types("null"), text, texts);

export const hosts = oneOf(
  { types: ["object"], named: { names: /./, rule: oneOf(text, texts) }, closed: "all" },
  distinct,
);

export const ulimits: Rule = {
  types: ["object"],
  named: { names: /^[a-z]+$/, rule: oneOf(whole, mapOf({ hard: whole, soft: whole }, "soft", "hard")) },
};

export const handedFiles = listOf(
  oneOf(text, mapOf({ source: text, target: text, uid: text, gid: text, mode: amount })),
);

const request = {
  capabilities: distinct,
  count: types("string", "integer"),
  device_ids: distinct,
  driver: text,
  options: pairs,
};

export const deviceRequests = listOf(mapOf(request, "capabilities"));

const limits = listOf({ types: ["object"], keys: { path: text, rate: whole }, closed: "all" });

const network = mapOf({
  aliases: distinct,
  interface_name: since("2.40", text),
  ipv4_address: text,
  ipv6_address: text,
  link_local_ips: distinct,
  mac_address: text,
  driver_opts: options,
  priority: types("number"),
  gw_priority: types("number"),
});

const mountKinds = ["bind", "volume", "tmpfs", "cluster", "npipe", "image"];

const volume = mapOf(
  {
    type: { types: ["string"], allowed: mountKinds, before: { until: "2.26", rule: text } },
    source: text,
    target: text,
    read_only: flag,
    consistency: text,
    bind: mapOf({
      propagation: text,
      create_host_path: flag,
      recursive: { types: ["string"], allowed: ["enabled", "disabled", "writable", "readonly"] },
      selinux: { types: ["string"], allowed: ["z", "Z"] },
    }),
    volume: mapOf({ labels: since("2.40", pairs), nocopy: flag, subpath: text }),
    tmpfs: mapOf({ size: oneOf({ types: ["integer"], minimum: 0 }, text), mode: amount }),
    image: since("2.40", mapOf({ subpath: text })),
  },
  "type",
);

const pullWords = "always|never|build|if_not_present|missing|refresh|daily|weekly|every_([0-9]+[wdhms])+";

/** Keys of a container of any kind (compose-spec, 05-services.md). */
export const containerKeys: Readonly<Record<string, Rule>> = {
  annotations: pairs,
  blkio_config: {
    types: ["object"],
    closed: "all",
    keys: {
      device_read_bps: limits,
      device_read_iops: limits,
      device_write_bps: limits,
      device_write_iops: limits,
      weight: whole,
      weight_device: listOf({ types: ["object"], keys: { path: text, weight: whole }, closed: "all" }),
    },
  },
  cap_add: distinct,
  cap_drop: distinct,
  cgroup: { types: ["string"], allowed: ["host", "private"] },
  cgroup_parent: text,
  command,
  configs: handedFiles,
  cpu_count: oneOf(text, { types: ["integer"], minimum: 0 }),
  cpu_percent: oneOf(text, { types: ["integer"], minimum: 0, maximum: 100 }),
  cpu_shares: amount,
  cpu_quota: amount,
  cpu_period: amount,
  cpu_rt_period: amount,
  cpu_rt_runtime: amount,
  cpus: amount,
  cpuset: text,
  credential_spec: mapOf({ config: text, file: text, registry: text }),
  device_cgroup_rules: distinct,
  devices: listOf(oneOf(text, mapOf({ source: text, target: text, permissions: text }, "source"))),
  dns: textOrTexts,
  dns_opt: distinct,
  dns_search: textOrTexts,
  domainname: text,
  entrypoint: command,
  env_file: oneOf(
    text,
    listOf(
      oneOf(text, {
        types: ["object"],
        keys: { path: text, format: text, required: flag },
        required: ["path"],
        closed: "all",
      }),
    ),
  ),
  label_file: oneOf(text, texts),
  environment: pairs,
  extra_hosts: hosts,
  gpus: oneOf({ types: ["string"], allowed: ["all"] }, listOf({ types: ["object"], keys: request })),
  group_add: textsOrNumbers,
  hostname: text,
  image: text,
  init: flag,
  ipc: text,
  isolation: text,
  labels: pairs,
  logging: mapOf({
    driver: text,
    options: { types: ["object"], named: { names: /./, rule: types("string", "number", "null") } },
  }),
  mac_address: text,
  mem_limit: amount,
  mem_reservation: types("string", "integer"),
  mem_swappiness: whole,
  memswap_limit: amount,
  network_mode: text,
  models: since(
    "2.40",
    oneOf(distinct, {
      types: ["object"],
      named: { names, rule: oneOf(mapOf({ endpoint_var: text, model_var: text }), types("null")) },
    }),
  ),
  networks: oneOf(distinct, {
    types: ["object"],
    named: { names, rule: oneOf(network, types("null")) },
    closed: "all",
  }),
  oom_kill_disable: flag,
  oom_score_adj: oneOf(text, { types: ["integer"], minimum: -1000, maximum: 1000 }),
  pid: types("string", "null"),
  pids_limit: amount,
  platform: text,
  privileged: flag,
  pull_policy: {
    types: ["string"],
    pattern: `^(${pullWords})$`,
    before: {
      until: "2.40",
      rule: {
        types: ["string"],
        pattern: pullWords,
        before: {
          until: "2.26",
          rule: { types: ["string"], allowed: ["always", "never", "if_not_present", "build", "missing"] },
        },
      },
    },
  },
  pull_refresh_after: since("2.40", text),
  read_only: flag,
  runtime: text,
  security_opt: distinct,
  shm_size: amount,
  secrets: handedFiles,
  sysctls: pairs,
  stop_grace_period: text,
  stop_signal: text,
  storage_opt: types("object"),
  tmpfs: textOrTexts,
  ulimits,
  use_api_socket: since("2.40", types("boolean")),
  user: text,
  uts: text,
  userns_mode: text,
  volumes: listOf(oneOf(text, volume), true),
  volumes_from: distinct,
  working_dir: text,
};

export { distinct, textsOrNumbers };
