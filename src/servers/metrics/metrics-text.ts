import type { WatchState } from "../../pipeline/verbs/audit/watch-state.ts";

type Labels = Readonly<Record<string, string>>;

/**
 * The current state in Prometheus' text format 0.0.4. Every name starts with `hullproof_`; container names are not
 * labels, since each would be a time series that outlives its container.
 */
export function metricsText(current: WatchState, version: string): string {
  const { containers, findings, lookedAt, engineUp, events } = current;
  const allContainers = [...containers.values()];
  return [
    ...metric("hullproof_build_info", "gauge", "Version of hullproof.", [[{ version }, 1]]),
    ...metric("hullproof_engine_up", "gauge", "1 while the engine answers.", [[{}, engineUp ? 1 : 0]]),
    ...metric(
      "hullproof_containers",
      "gauge",
      "Containers that are looked at, by state.",
      countByLabels(allContainers.map(({ status }) => ({ status }))),
    ),
    ...metric(
      "hullproof_findings",
      "gauge",
      "Findings, by rule and severity.",
      countByLabels(findings.map(({ rule, severity }) => ({ rule, severity }))),
    ),
    ...metric("hullproof_drifted_containers", "gauge", "Containers that are not as their profile was proven.", [
      [{}, allContainers.filter(({ drift }) => drift.length > 0).length],
    ]),
    ...metric("hullproof_containers_without_profile", "gauge", "Containers whose image has no profile here.", [
      [{}, allContainers.filter(({ profile }) => profile === undefined).length],
    ]),
    ...metric("hullproof_restarts", "gauge", "How often the engine started its containers again by itself.", [
      [{}, allContainers.reduce((sum, { restarts }) => sum + restarts, 0)],
    ]),
    ...metric("hullproof_events_total", "counter", "Events of containers that led to another look.", [[{}, events]]),
    ...metric("hullproof_last_audit_timestamp_seconds", "gauge", "When a container was last looked at.", [
      [{}, lookedAt / 1000],
    ]),
    "",
  ].join("\n");
}

function metric(
  name: string,
  type: "gauge" | "counter",
  help: string,
  values: readonly (readonly [Labels, number])[],
): string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...values.map(([labels, value]) => `${name}${labelText(labels)} ${value}`),
  ];
}

function countByLabels(labelSets: readonly Labels[]): [Labels, number][] {
  const groups = Map.groupBy(labelSets, labelText);
  return [...groups]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, same]): [Labels, number][] => (same[0] === undefined ? [] : [[same[0], same.length]]));
}

function labelText(labels: Labels): string {
  const pairs = Object.entries(labels).map(([key, value]) => `${key}="${escaped(value)}"`);
  return pairs.length === 0 ? "" : `{${pairs.join(",")}}`;
}

/** https://prometheus.io/docs/instrumenting/exposition_formats/#comments-help-text-and-type-information */
function escaped(value: string): string {
  return value
    .replaceAll("\\", "\\\\")
    .replaceAll('"', String.raw`\"`)
    .replaceAll("\n", String.raw`\n`);
}
