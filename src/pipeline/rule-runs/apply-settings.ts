import { ownValue } from "../../domain/own-value.ts";
import { dirname, relative } from "node:path";
import type { Config, RuleSetting } from "../../domain/settings/config.ts";
import type { Finding } from "../../domain/finding/finding.ts";
import {
  covers,
  ignoreFinder,
  type Ignore,
  type IgnoreState,
  type InlineIgnore,
} from "../../facts/dockerfile/ignores.ts";
import { everyAlso } from "../../rules/every-also.ts";
import type { Rule } from "../../rules/rule.ts";
import type { RuleRun } from "../../rules/run/run-rules.ts";
import { fitsGlob } from "./config-globs.ts";
import { joinLists } from "./join-lists.ts";
import { isEnforced, severityOf, reasonAgainstComment, withOverruled } from "./enforcement.ts";

export interface Settings {
  readonly config: Config;
  /** Absolute path of the text. */
  readonly file?: string;
  /** For a target of several texts, the absolute path of each by its name in findings. */
  readonly files?: ReadonlyMap<string, string>;
  readonly today: string;
  readonly inline?: readonly InlineIgnore[];
}

export interface AppliedSettings {
  readonly run: RuleRun;
  /** Entries of the configuration's `ignores` that suppressed a finding. */
  readonly used: ReadonlySet<Config["ignores"][number]>;
  readonly inline: readonly (InlineIgnore & { readonly state: IgnoreState })[];
}

/**
 * Applies severities and suppressions of the configuration and of inline comments. Suppressed findings stay visible: the rule's result
 * has their number and reasons; a rule with only suppressed findings is `skipped`, not `clean`. Each member of a list is suppressed separately;
 * the remaining ones are then joined.
 */
export function applySettings(run: RuleRun, rules: readonly Rule[], settings: Settings): AppliedSettings {
  const { config, today, inline = [] } = settings;
  if (inline.length === 0 && changesNothing(config)) return { run: joinLists(run), used: new Set(), inline: [] };
  const forFile = oncePerFile(settings);
  const reasons = new Map<string, string[]>();
  const used = new Set<Config["ignores"][number]>();
  const usedInline = new Set<InlineIgnore>();
  const ignoreOf = ignoreFinder(inline, today);
  const silencer = (finding: Finding): string | undefined => {
    if (isEnforced(config, finding.rule)) return undefined;
    const { level, listedFor } = forFile(finding);
    if (level(finding.rule) === "off") return "switched off in hullproof.yaml";
    const configIgnore = listedFor(finding);
    if (configIgnore !== undefined) used.add(configIgnore);
    const comment = reasonAgainstComment(config, finding.rule) === undefined ? ignoreOf(finding) : undefined;
    if (comment !== undefined) usedInline.add(comment);
    return configIgnore?.reason ?? comment?.reason;
  };
  const outranked = new Set<InlineIgnore>();
  const overruled = (finding: Finding): Finding => {
    const rank = reasonAgainstComment(config, finding.rule);
    if (rank === undefined) return finding;
    const comment = ignoreOf(finding);
    if (comment !== undefined) outranked.add(comment);
    const configIgnore = rank === "--enforce" ? forFile(finding).listedFor(finding) : undefined;
    if (configIgnore !== undefined) used.add(configIgnore);
    const reason = comment?.reason ?? configIgnore?.reason;
    return reason === undefined ? finding : withOverruled(finding, reason, rank);
  };
  const keptFindings = new Map<Finding, Finding>();
  for (const finding of run.findings) {
    const reason = silencer(finding);
    if (reason !== undefined) {
      const reasonsOfRule = reasons.get(finding.rule);
      if (reasonsOfRule === undefined) reasons.set(finding.rule, [reason]);
      else reasonsOfRule.push(reason);
      continue;
    }
    const severity = severityOf(finding, forFile(finding).level(finding.rule), config);
    keptFindings.set(finding, overruled(severity === finding.severity ? finding : { ...finding, severity }));
  }
  // Thousands of comments may name a few ids.
  const judgedIds = new Map<string, boolean>();
  const isJudged = (ignore: Ignore): boolean => {
    const isIdJudged = judgedIds.get(ignore.id) ?? wasJudged(ignore, run, rules);
    judgedIds.set(ignore.id, isIdJudged);
    return isIdJudged;
  };
  const findings = [...keptFindings.values()];
  const rulesWithFindings = new Set(findings.map(({ rule }) => rule));
  return {
    run: joinLists({
      findings,
      fixes: run.fixes.filter(({ finding }) => keptFindings.has(finding)),
      lists: new Map(
        [...(run.lists ?? [])].flatMap(([original, list]) => {
          const applied = keptFindings.get(original);
          return applied === undefined ? [] : [[applied, list]];
        }),
      ),
      results: run.results.map((result) => {
        const ignoreReasons = reasons.get(result.rule);
        if (ignoreReasons === undefined) return result;
        const reason = `${ignoreReasons.length} ignored: ${[...new Set(ignoreReasons)].join("; ")}`;
        return {
          ...result,
          verdict: rulesWithFindings.has(result.rule) ? ("found" as const) : ("skipped" as const),
          reason,
        };
      }),
    }),
    used,
    inline: inline.map((ignore) => ({
      ...ignore,
      // A comment that matches a finding is needed, even where it has no effect.
      state:
        config.enforced?.inlineIgnores === false || outranked.has(ignore)
          ? "unjudged"
          : stateOf(ignore, usedInline, isJudged, today),
    })),
  };
}

interface ForFile {
  readonly level: (rule: string) => RuleSetting | undefined;
  readonly listedFor: ReturnType<typeof configIgnoreFinder>;
}

/** The configuration for the file of a finding. */
function oncePerFile(settings: Settings): (finding: Finding) => ForFile {
  const { config, today, file, files } = settings;
  const byPath = new Map<string | undefined, ForFile>();
  return ({ location }) => {
    const absolutePath = ("file" in location ? files?.get(location.file) : undefined) ?? file;
    const cached = byPath.get(absolutePath);
    if (cached !== undefined) return cached;
    const path = pathInConfig({ config, ...(absolutePath !== undefined && { file: absolutePath }) });
    const paths = config.paths.filter((entry) => fitsGlob(config, entry.files, path));
    const levels = new Map<string, RuleSetting | undefined>();
    const fileSettings: ForFile = {
      level(rule) {
        if (!levels.has(rule)) levels.set(rule, settingOf(rule, config, paths));
        return levels.get(rule);
      },
      listedFor: configIgnoreFinder(config, path, today),
    };
    byPath.set(absolutePath, fileSettings);
    return fileSettings;
  };
}

/**
 * Whether the configuration sets a severity for this text by the rule's own id: then a rule that is off by default runs.
 * A severity for its whole practice (`updates/*`) sets only the level.
 */
export function requestedRules(settings: Pick<Settings, "config" | "file">): (rule: string) => boolean {
  const { config } = settings;
  if (namesNoRule(config)) return () => false;
  const path = pathInConfig(settings);
  return (rule) => {
    if (config.enforced?.rules.includes(rule) === true) return true;
    const matchingSettings = [{ files: undefined, rules: config.rules }, ...config.paths].filter(({ rules }) =>
      ownValue(rules, rule),
    );
    const last = matchingSettings.findLast(({ files }) => files === undefined || fitsGlob(config, files, path));
    return last !== undefined && ownValue(last.rules, rule) !== "off";
  };
}

/** Whether the configuration changes no result. */
function changesNothing(config: Config): boolean {
  return config.ignores.length === 0 && namesNoRule(config);
}

function namesNoRule({ enforced, paths, rules }: Config): boolean {
  return [enforced?.rules ?? [], paths, Object.keys(rules)].every(({ length }) => length === 0);
}

function stateOf(
  ignore: InlineIgnore,
  used: ReadonlySet<InlineIgnore>,
  isJudged: (ignore: Ignore) => boolean,
  today: string,
): IgnoreState {
  if (ignore.until !== undefined && ignore.until < today) return "expired";
  if (used.has(ignore)) return "used";
  return isJudged(ignore) ? "unused" : "unjudged";
}

/** Finds the first entry of `ignores` that suppresses a finding; indexed by id, since there may be thousands. */
function configIgnoreFinder(
  config: Config,
  path: string | undefined,
  today: string,
): (finding: Finding) => Config["ignores"][number] | undefined {
  const first = new Map<string, number>();
  for (const [index, entry] of config.ignores.entries()) {
    const key = `${entry.rule} ${entry.container ?? ""}`;
    if (!first.has(key) && applies(entry, config, path, today)) first.set(key, index);
  }
  return (finding) => {
    let firstIndex: number | undefined;
    const containers = finding.container === undefined ? [""] : ["", finding.container];
    for (const id of [finding.rule, ...finding.also, "buildkit/all"])
      for (const container of containers) {
        const index = first.get(`${id} ${container}`);
        if (index === undefined || (firstIndex !== undefined && index >= firstIndex)) continue;
        if (covers({ id, reason: "" }, finding)) firstIndex = index;
      }
    return firstIndex === undefined ? undefined : config.ignores[firstIndex];
  };
}

/** Whether every rule under the suppression's id ran completely on the target. */
export function wasJudged(ignore: Ignore, run: RuleRun, rules: readonly Rule[]): boolean {
  const judgedRules = new Set(
    run.results.flatMap(({ rule, verdict }) => (/^(clean|found)$/.test(verdict) ? [rule] : [])),
  );
  // A rule may be skipped for some of its cases.
  for (const { rule, verdict } of run.results) if (verdict === "skipped") judgedRules.delete(rule);
  const coveredRules = rules.filter((rule) => covers(ignore, { rule: rule.id, also: everyAlso(rule) }));
  return coveredRules.length > 0 && coveredRules.every(({ id }) => judgedRules.has(id));
}

/** Path of the text relative to the folder of `hullproof.yaml`, for its globs. */
export function pathInConfig({ config, file }: Pick<Settings, "config" | "file">): string | undefined {
  return file !== undefined && config.file !== undefined ? relative(dirname(config.file), file) : undefined;
}

/** Whether the entry applies to this path on this day. */
export function applies(
  { path: glob, until }: Config["ignores"][number],
  config: Config,
  path: string | undefined,
  today: string,
): boolean {
  return (until === undefined || until >= today) && (glob === undefined || fitsGlob(config, glob, path));
}

/** The setting of the last entry for a matching path that names the rule or its practice (`build/*`); `rules` itself comes first. */
function settingOf(rule: string, config: Config, paths: Config["paths"]): RuleSetting | undefined {
  const practice = `${rule.slice(0, rule.indexOf("/"))}/*`;
  const layers = [config.rules, ...paths.map((entry) => entry.rules)];
  return layers.reduce<RuleSetting | undefined>(
    (setting, layer) => ownValue(layer, rule) ?? ownValue(layer, practice) ?? setting,
    undefined,
  );
}

/** Rules that run last, on the use of suppressions. */
export function aboutIgnores(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ needs }) => needs.includes("ignores"));
}
