import { deviceRequests, distinct, handedFiles, hosts, ulimits } from "./container-rules.ts";
import {
  amount,
  flag,
  listOf,
  mapOf,
  oneOf,
  pairs,
  since,
  text,
  textOrTexts,
  texts,
  types,
  whole,
  type Rule,
} from "./rule.ts";

/** A map, or nothing. */
function maybe(rule: Rule): Rule {
  return { ...rule, types: ["object", "null"] };
}

const update = mapOf({
  parallelism: whole,
  delay: text,
  failure_action: text,
  monitor: text,
  max_failure_ratio: amount,
  order: { types: ["string"], allowed: ["start-first", "stop-first"] },
});

const generic = listOf(mapOf({ discrete_resource_spec: mapOf({ kind: text, value: amount }) }));

export const deploy = maybe(
  mapOf({
    mode: text,
    endpoint_mode: text,
    replicas: whole,
    labels: pairs,
    rollback_config: update,
    update_config: update,
    resources: mapOf({
      limits: mapOf({ cpus: amount, memory: text, pids: whole }),
      reservations: mapOf({ cpus: amount, memory: text, generic_resources: generic, devices: deviceRequests }),
    }),
    restart_policy: mapOf({ condition: text, delay: text, max_attempts: whole, window: text }),
    placement: mapOf({
      constraints: texts,
      preferences: listOf(mapOf({ spread: text })),
      max_replicas_per_node: whole,
    }),
  }),
);

export function watchOf(hook: Rule): Rule {
  const actions = ["rebuild", "sync", "restart", "sync+restart", "sync+exec"];
  return maybe(
    mapOf({
      watch: listOf(
        mapOf(
          {
            ignore: { ...textOrTexts, before: { until: "2.26", rule: texts } },
            include: since("2.40", textOrTexts),
            path: text,
            action: { types: ["string"], allowed: actions },
            target: text,
            exec: hook,
            initial_sync: since("2.40", types("boolean")),
          },
          "path",
          "action",
        ),
      ),
    }),
  );
}

export const build = oneOf(
  text,
  mapOf({
    context: text,
    dockerfile: text,
    dockerfile_inline: text,
    entitlements: texts,
    args: pairs,
    ssh: pairs,
    labels: pairs,
    cache_from: texts,
    cache_to: texts,
    no_cache: flag,
    no_cache_filter: since("5.6", textOrTexts),
    additional_contexts: pairs,
    network: text,
    provenance: since("2.40", types("string", "boolean")),
    sbom: since("2.40", types("string", "boolean")),
    pull: flag,
    target: text,
    shm_size: types("integer", "string"),
    extra_hosts: hosts,
    isolation: text,
    privileged: flag,
    secrets: handedFiles,
    tags: texts,
    ulimits,
    platforms: texts,
  }),
);

export const healthcheck = mapOf({
  disable: flag,
  interval: text,
  retries: amount,
  test: oneOf(text, texts),
  timeout: text,
  start_period: text,
  start_interval: text,
});

const port = mapOf({
  name: text,
  mode: text,
  host_ip: text,
  target: whole,
  published: types("string", "integer"),
  protocol: text,
  app_protocol: text,
});

export const ports = listOf(oneOf(types("number"), text, port), true);
export { distinct };
