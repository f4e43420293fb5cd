import { command, containerKeys, distinct, textsOrNumbers } from "./container-rules.ts";
import { build, deploy, healthcheck, ports, watchOf } from "./deploy-rules.ts";
import {
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

const dependencies = oneOf(distinct, {
  types: ["object"],
  closed: "all",
  named: {
    names,
    rule: mapOf(
      {
        restart: flag,
        required: types("boolean"),
        condition: {
          types: ["string"],
          allowed: ["service_started", "service_healthy", "service_completed_successfully"],
        },
      },
      "condition",
    ),
  },
});

const workloadKeys = {
  build,
  depends_on: dependencies,
  healthcheck,
  ports,
  expose: textsOrNumbers,
  stdin_open: flag,
  tty: flag,
};

const hookKeys = { command, user: text, privileged: flag, working_dir: text, environment: pairs };
const hook: Rule = { ...mapOf(hookKeys, "command"), before: { until: "2.26", rule: mapOf(hookKeys) } };

const providerOption = types("string", "number", "boolean");

const service = mapOf({
  develop: watchOf(hook),
  deploy,
  ...containerKeys,
  ...workloadKeys,
  attach: flag,
  container_name: {
    types: ["string"],
    pattern: "[a-zA-Z0-9][a-zA-Z0-9_.-]+",
    before: { until: "2.26", rule: text },
  },
  extends: oneOf(text, {
    types: ["object"],
    keys: { service: text, file: text },
    required: ["service"],
    closed: "all",
  }),
  provider: since(
    "2.40",
    mapOf(
      {
        type: text,
        options: { types: ["object"], named: { names: /./, rule: oneOf(providerOption, listOf(providerOption)) } },
      },
      "type",
    ),
  ),
  external_links: distinct,
  links: distinct,
  pre_start: since("5.6", listOf(mapOf({ ...containerKeys, per_replica: flag }))),
  post_start: listOf(hook),
  pre_stop: listOf(hook),
  profiles: distinct,
  restart: text,
  scale: whole,
});

const schedule = mapOf(
  {
    cron: text,
    timezone: text,
    concurrency: { types: ["string"], allowed: ["forbid", "queue"] },
    missed_fires: { types: ["string"], allowed: ["one", "skip"] },
  },
  "cron",
);

const job = mapOf(
  {
    ...containerKeys,
    ...workloadKeys,
    profiles: distinct,
    triggers: {
      ...mapOf({ manual: flag, schedule: listOf(oneOf(text, schedule)) }),
      requiredOne: ["manual", "schedule"],
    },
  },
  "triggers",
);

const external: Rule = { types: ["boolean", "string", "object"], keys: { name: text } };
/** Of a network or a volume: no other key than the name is allowed. */
const closedExternal: Rule = { ...external, closed: "x" };

const objectMap = { types: ["object"], named: { names: /./, rule: text }, closed: "all" } as const;

const network: Rule = {
  ...mapOf({
    name: text,
    driver: text,
    driver_opts: options,
    ipam: mapOf({
      driver: text,
      config: listOf(mapOf({ subnet: text, ip_range: text, gateway: text, aux_addresses: objectMap })),
      options: objectMap,
    }),
    external: closedExternal,
    internal: flag,
    enable_ipv4: flag,
    enable_ipv6: flag,
    attachable: flag,
    labels: pairs,
  }),
  types: ["object", "null"],
};

const volume: Rule = {
  ...mapOf({ name: text, driver: text, driver_opts: options, external: closedExternal, labels: pairs }),
  types: ["object", "null"],
};

const fileObject = { name: text, environment: text, file: text, external, labels: pairs, template_driver: text };

const include = oneOf(text, {
  types: ["object"],
  keys: { path: textOrTexts, env_file: textOrTexts, project_directory: text },
  closed: "all",
});

function section(rule: Rule): Rule {
  return { types: ["object"], named: { names, rule }, closed: "all" };
}

/** Names that match nothing are passed over by older versions. */
function openSection(rule: Rule): Rule {
  return { ...section(rule), before: { until: "2.40", rule: { types: ["object"], named: { names, rule } } } };
}

/** A whole project, as the schema of the Compose specification judges it. Rewritten from it; the engine tests compare. */
export const projectRule: Rule = mapOf({
  version: text,
  name: text,
  include: listOf(include),
  services: section(service),
  models: since(
    "2.40",
    openSection(mapOf({ name: text, model: text, context_size: types("integer"), runtime_flags: texts }, "model")),
  ),
  networks: openSection(network),
  volumes: section(volume),
  secrets: section(mapOf({ ...fileObject, driver: text, driver_opts: options })),
  configs: section(mapOf({ ...fileObject, content: text })),
  jobs: since("5.6", section(job)),
});
