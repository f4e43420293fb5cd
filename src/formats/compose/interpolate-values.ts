import {
  listAt,
  mapAt,
  type ComposeNode,
  type Path,
  type Plain,
  type ScalarNode,
  type TextPiece,
} from "./compose-node.ts";
import { interpolate, type Variables } from "./interpolate.ts";
import { expansionBudget } from "../../text/expansion-limit.ts";
import { pathTable } from "./path-table.ts";
import { refuseAt } from "./refuse-at.ts";
import { truth } from "./truth.ts";
import type { ComposeQuirks } from "./quirks.ts";

/** The lookup of variables for a whole file. */
export interface Lookup {
  readonly value: (name: string) => string | undefined;
  /** Hears of a variable that has neither value nor default. */
  readonly missing: (name: string, at: ScalarNode) => void;
  /** Unset variables stay as written: their value is unknown. Else they are empty, as docker compose has it. */
  readonly open?: boolean;
}

/** Turns a text into another type; undefined for one that it can't, of which `wrong` says what docker compose does. */
interface Cast {
  readonly to: (text: string) => Plain | undefined;
  readonly wrong: (text: string) => string;
}

const wrongNumber =
  (parser: string) =>
  (text: string): string =>
    `strconv.${parser}: parsing ${JSON.stringify(text)}: ${/^[-+]?\d+$/.test(text) ? "value out of range" : "invalid syntax"}`;
const whole: Cast = { to: wholeIn, wrong: wrongNumber("Atoi") };
const long: Cast = { to: wholeIn, wrong: wrongNumber("ParseInt") };
const fraction: Cast = { to: fractionIn, wrong: wrongNumber("ParseFloat") };
const flag: Cast = { to: truth, wrong: (text) => `invalid boolean: ${text}` };

/** Texts that docker compose turns into other types once variables are in (compose-go, loader/interpolate.go). */
const casts = pathTable<Cast>({
  ...under("services.*", {
    cpu_count: long,
    cpu_percent: fraction,
    cpu_period: long,
    cpu_quota: long,
    cpu_rt_period: long,
    cpu_rt_runtime: long,
    cpus: fraction,
    cpu_shares: long,
    init: flag,
    "deploy.replicas": whole,
    "deploy.update_config.parallelism": whole,
    "deploy.update_config.max_failure_ratio": fraction,
    "deploy.rollback_config.parallelism": whole,
    "deploy.rollback_config.max_failure_ratio": fraction,
    "deploy.restart_policy.max_attempts": whole,
    "deploy.placement.max_replicas_per_node": whole,
    "healthcheck.retries": whole,
    "healthcheck.disable": flag,
    oom_kill_disable: flag,
    oom_score_adj: long,
    pids_limit: long,
    "ports.[].target": whole,
    privileged: flag,
    read_only: flag,
    scale: whole,
    stdin_open: flag,
    tty: flag,
    "ulimits.*": whole,
    "ulimits.*.hard": whole,
    "ulimits.*.soft": whole,
    "volumes.[].read_only": flag,
    "volumes.[].volume.nocopy": flag,
  }),
  ...under("networks.*", {
    external: flag,
    internal: flag,
    attachable: flag,
    enable_ipv4: flag,
    enable_ipv6: flag,
  }),
  "volumes.*.external": flag,
  "secrets.*.external": flag,
  "configs.*.external": flag,
});

const dependencyCasts = pathTable<Cast>(under("services.*.depends_on.*", { required: flag, restart: flag }));
const modeCasts = pathTable<Cast>(under("services.*", { "configs.[].mode": whole, "secrets.[].mode": whole }));

function castOf(path: Path, quirks: ComposeQuirks): Cast | undefined {
  return (
    casts(path) ??
    (quirks.castsDependencies ? dependencyCasts(path) : undefined) ??
    (quirks.numbersModes ? modeCasts(path) : undefined)
  );
}

function under(top: string, rows: Readonly<Record<string, Cast>>): Record<string, Cast> {
  return Object.fromEntries(Object.entries(rows).map(([path, cast]) => [`${top}.${path}`, cast]));
}

/** The file with values for its variables; keys have none. Throws `bad-config` where docker compose refuses. */
export function interpolateValues(
  node: ComposeNode,
  lookup: Lookup,
  quirks: ComposeQuirks,
  path: Path = [],
  spend = expansionBudget("the variables of a Compose file"),
): ComposeNode {
  if (node.kind === "list")
    return listAt(
      node,
      node.items.map((item) => interpolateValues(item, lookup, quirks, [...path, "[]"], spend)),
    );
  if (node.kind === "map")
    return mapAt(
      node,
      [...node.entries].map(
        ([key, value]) => [key, interpolateValues(value, lookup, quirks, [...path, key], spend)] as const,
      ),
    );
  if (typeof node.value !== "string") return node;
  const text = node.value.includes("$") ? withVariables(node, node.value, lookup, quirks, path) : node;
  if (text !== node) spend(String(text.value).length);
  const cast = castOf(path, quirks);
  if (cast === undefined || text.open !== undefined) return text;
  const value = cast.to(String(text.value));
  if (value !== undefined) return { ...text, value };
  throw refuseAt(
    node.place,
    `${path.join(".")}: failed to cast to expected type: ${cast.wrong(String(text.value))}`,
    "Write a value of that type, or give its variable one.",
  );
}

function withVariables(
  node: ScalarNode,
  template: string,
  lookup: Lookup,
  quirks: ComposeQuirks,
  path: Path,
): ScalarNode {
  const names = new Set<string>();
  const open = new Set<string>();
  const variables: Variables = {
    resolvesUnused: quirks.resolvesUnused,
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
  };
  const value = interpolate(template, variables);
  const expandedNode = { ...node, value, ...(open.size > 0 && { open: [...open] }) };
  if (names.size === 0) return expandedNode;
  const pieces = piecesOf(template, variables);
  return { ...expandedNode, from: [...names], pieces, keyFrom: (template.split("=")[0] ?? "").includes("$") };
}

/** No text of YAML holds a NUL: between two of them is the name of a variable, in place of its value. */
function piecesOf(template: string, variables: Variables): TextPiece[] {
  const valueOf = (name: string) => variables.value(name);
  const marked = interpolate(template, {
    ...variables,
    missing: () => {},
    used: () => {},
    value(name) {
      const variableValue = valueOf(name);
      return variableValue === undefined || variableValue === "" ? variableValue : `\0${name}\0`;
    },
  });
  return marked
    .split("\0")
    .map((text, at): TextPiece => (at % 2 === 0 ? { text } : { variable: text, value: valueOf(text) ?? "" }))
    .filter((piece) => !("text" in piece) || piece.text !== "");
}

function wholeIn(text: string): number | undefined {
  return /^[-+]?\d{1,15}$/.test(text) ? Number(text) : undefined;
}

function fractionIn(text: string): number | undefined {
  const number = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  return Number.isFinite(number) ? number : undefined;
}
