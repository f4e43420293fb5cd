import type { Finding } from "../../../domain/finding/finding.ts";
import { isRunConfiguration, runConfigurationRules } from "../../../domain/finding/run-configuration.ts";
import type { Report } from "../../../domain/report/report.ts";
import { shellQuote } from "../../../dialects/text/shell-quote.ts";
import { recommendedProject } from "../../../formats/compose/recommended-project.ts";
import { countText, listText } from "../units.ts";
import type { Invocation } from "./invocation.ts";

/** Settings that the containers of all files leave to engine defaults, as one block. */
export interface RunConfiguration {
  /** `8 containers in 3 files run with the engine's defaults` */
  readonly headline: string;
  /** Missing settings: `memory limit 8` */
  readonly lacks: readonly string[];
  /** Commands that fix it, with descriptions. */
  readonly commands: readonly { readonly command: string; readonly what: string }[];
}

export function runConfiguration(
  findings: readonly Finding[],
  { targets }: Pick<Report, "targets">,
  { program, targets: names, service }: Invocation,
): RunConfiguration | undefined {
  const block = findings.filter(isRunConfiguration);
  if (block.length === 0) return undefined;
  const containers = [...Map.groupBy(block, ({ target }) => target).values()].reduce(
    (sum, all) => sum + containersOf(all),
    0,
  );
  const files = new Set(block.map(({ target, location }) => ("file" in location ? location.file : target))).size;
  const lacks = missingSettings(block);
  const fixable = [...runConfigurationRules.keys()].filter((rule) =>
    block.some((one) => one.rule === rule && one.fix !== undefined),
  );
  const project = projectToHarden({ targets });
  return {
    headline: `${countText(containers, "container")} in ${countText(files, "file")} run${containers === 1 ? "s" : ""} with the engine's defaults`,
    lacks,
    commands: [
      ...(fixable.length === 0
        ? []
        : [
            {
              command: [program, "fix --suggested", ...fixable.map((rule) => `--rule ${rule}`), ...names].join(" "),
              what: "shows the diff",
            },
          ]),
      ...(project === undefined
        ? []
        : [
            {
              command: `${program} harden ${service === undefined ? "" : `--service ${shellQuote(service)} `}${shellQuote(project)}`,
              what: "learns privileges and limits, and proves them",
            },
          ]),
    ],
  };
}

/** Each setting that containers leave to the engine, with how many do: `memory limit 8`. */
export function missingSettings(block: readonly Finding[]): readonly string[] {
  const counts = Map.groupBy(block, ({ rule }) => rule);
  return [...runConfigurationRules].flatMap(([rule, { lacks }]) => {
    const count = counts.get(rule as Finding["rule"])?.length ?? 0;
    return count === 0 ? [] : [`${lacks} ${count}`];
  });
}

/** The project that the report recommends to `harden`. */
export function projectToHarden({ targets }: Pick<Report, "targets">): string | undefined {
  // The first of several merged files: `harden` adds the override.
  const projects = targets.flatMap(({ kind, name, rendered }) =>
    rendered === undefined ? [{ kind, path: name.split(" + ")[0] ?? name }] : [],
  );
  return recommendedProject(projects, "containers")?.path;
}

/** How many containers of one target the findings are about. A rule on pods speaks of each once, and its containers may lack nothing. */
function containersOf(block: readonly Finding[]): number {
  const rules = Map.groupBy(block, ({ rule }) => rule);
  const isOfPod = (rule: string) => runConfigurationRules.get(rule)?.ofPod === true;
  const pods = [...rules].map(([rule, all]) => (isOfPod(rule) ? all.length : 0));
  return Math.max(new Set(block.filter(({ rule }) => !isOfPod(rule)).map(placeKey)).size, ...pods);
}

/**
 * The findings, with those of the block merged into one per container: in a program that lists results, six notes on
 * one line hide all others. The merged result has the id of its first rule and names the others.
 */
export function joinRunConfiguration(findings: readonly Finding[]): readonly Finding[] {
  const groups = Map.groupBy(findings.filter(isRunConfiguration), (one) => `${one.state ?? ""} ${placeKey(one)}`);
  const joined = new Map([...groups.values()].map((all) => [all[0], joinedOf(all)]));
  return findings.flatMap((one) => (isRunConfiguration(one) ? (joined.get(one) ?? []) : [one]));
}

function placeKey({ target, container, location }: Finding): string {
  return JSON.stringify([target, container, "file" in location ? [location.file, location.startLine] : ""]);
}

function joinedOf(containerFindings: readonly Finding[]): Finding {
  const order = [...runConfigurationRules.keys()];
  const sorted = containerFindings.toSorted((a, b) => order.indexOf(a.rule) - order.indexOf(b.rule));
  const [first] = sorted;
  if (first === undefined) throw new Error("a container has no findings to join");
  if (sorted.length === 1) return first;
  const { fix: _fix, notFixed: _notFixed, ...rest } = first;
  const lacks = sorted.map(({ rule }) => `${runConfigurationRules.get(rule)?.lacks ?? rule} (${rule})`);
  return {
    ...rest,
    message: `Engine's defaults hold; not set: ${listText(lacks)}`,
    also: [...new Set(sorted.flatMap(({ also }) => also))],
    evidence: sorted.flatMap(({ evidence }) => evidence),
  };
}
