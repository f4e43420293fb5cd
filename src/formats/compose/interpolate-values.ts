import { listAt, mapAt, type ComposeNode, type Path, type Plain, type ScalarNode } from "./compose-node.ts";
import { interpolate } from "./interpolate.ts";
import { pathTable } from "./path-table.ts";
import { refuseAt } from "./refuse-at.ts";
import { truth } from "./truth.ts";
import type { Ways } from "./ways.ts";

/** What variables are looked up in, for a whole file. */
export interface Lookup {
  readonly value: (name: string) => string | undefined;
  /** Hears of a variable that has neither value nor default. */
  readonly missing: (name: string, at: ScalarNode) => void;
  /** Variables without a value stay as they are written: what they would bring is not known. Else they are empty, as docker compose has it. */
  readonly open?: boolean;
}

type Cast = (text: string) => Plain | undefined;

/** Texts that docker compose turns into other types once variables are in (compose-go, loader/interpolate.go). */
const casts = pathTable<Cast>({
  ...under("services.*", {
    cpu_count: whole,
    cpu_percent: fraction,
    cpu_period: whole,
    cpu_quota: whole,
    cpu_rt_period: whole,
    cpu_rt_runtime: whole,
    cpus: fraction,
    cpu_shares: whole,
    init: truth,
    "deploy.replicas": whole,
    "deploy.update_config.parallelism": whole,
    "deploy.update_config.max_failure_ratio": fraction,
    "deploy.rollback_config.parallelism": whole,
    "deploy.rollback_config.max_failure_ratio": fraction,
    "deploy.restart_policy.max_attempts": whole,
    "deploy.placement.max_replicas_per_node": whole,
    "healthcheck.retries": whole,
    "healthcheck.disable": truth,
    oom_kill_disable: truth,
    oom_score_adj: whole,
    pids_limit: whole,
    "ports.[].target": whole,
    privileged: truth,
    read_only: truth,
    scale: whole,
    stdin_open: truth,
    tty: truth,
    "ulimits.*": whole,
    "ulimits.*.hard": whole,
    "ulimits.*.soft": whole,
    "volumes.[].read_only": truth,
    "volumes.[].volume.nocopy": truth,
  }),
  ...under("networks.*", {
    external: truth,
    internal: truth,
    attachable: truth,
    enable_ipv4: truth,
    enable_ipv6: truth,
  }),
  "volumes.*.external": truth,
  "secrets.*.external": truth,
  "configs.*.external": truth,
});

const dependencyCasts = pathTable<Cast>(under("services.*.depends_on.*", { required: truth, restart: truth }));
const modeCasts = pathTable<Cast>(under("services.*", { "configs.[].mode": whole, "secrets.[].mode": whole }));

function castOf(path: Path, ways: Ways): Cast | undefined {
  return (
    casts(path) ??
    (ways.castsDependencies ? dependencyCasts(path) : undefined) ??
    (ways.numbersModes ? modeCasts(path) : undefined)
  );
}

function under(top: string, rows: Readonly<Record<string, Cast>>): Record<string, Cast> {
  return Object.fromEntries(Object.entries(rows).map(([path, cast]) => [`${top}.${path}`, cast]));
}

/** The file with values for its variables; keys have none. Throws `bad-config` where docker compose refuses. */
export function interpolateValues(node: ComposeNode, lookup: Lookup, ways: Ways, path: Path = []): ComposeNode {
  if (node.kind === "list")
    return listAt(
      node,
      node.items.map((item) => interpolateValues(item, lookup, ways, [...path, "[]"])),
    );
  if (node.kind === "map")
    return mapAt(
      node,
      [...node.entries].map(([key, value]) => [key, interpolateValues(value, lookup, ways, [...path, key])] as const),
    );
  if (typeof node.value !== "string") return node;
  const text = node.value.includes("$") ? withVariables(node, node.value, lookup, ways, path) : node;
  const cast = castOf(path, ways);
  if (cast === undefined || text.open !== undefined) return text;
  const value = cast(String(text.value));
  if (value !== undefined) return { ...text, value };
  throw refuseAt(node.place, `${path.join(".")}: ${JSON.stringify(text.value)} is no value of the expected type`);
}

function withVariables(node: ScalarNode, written: string, lookup: Lookup, ways: Ways, path: Path): ScalarNode {
  const names = new Set<string>();
  const open = new Set<string>();
  const value = interpolate(written, {
    resolvesUnused: ways.resolvesUnused,
    value: lookup.value,
    missing: (name) => lookup.missing(name, node),
    used: (name) => names.add(name),
    ...(lookup.open === true && {
      unset: (name: string) => {
        open.add(name);
        return `\${${name}}`;
      },
    }),
    refuse: (problem) =>
      refuseAt(
        node.place,
        problem.startsWith("invalid interpolation format")
          ? `invalid interpolation format for ${path.join(".")}. You may need to escape any $ with another $`
          : `${path.join(".")}: ${problem}`,
      ),
  });
  const own = { ...node, value, ...(open.size > 0 && { open: [...open] }) };
  if (names.size === 0) return own;
  return { ...own, from: [...names], keyFrom: (written.split("=")[0] ?? "").includes("$") };
}

function whole(text: string): number | undefined {
  return /^[-+]?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function fraction(text: string): number | undefined {
  const number = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}
