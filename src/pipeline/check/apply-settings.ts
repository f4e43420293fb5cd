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
import { isEnforced, severityOf, whyNoComment, withOverruled } from "./enforced.ts";

export interface Settings {
  readonly config: Config;
  /** Absolute path of the text that was judged. */
  readonly file?: string;
  /** Of a target of several texts, the absolute path of each by its name in findings. */
  readonly files?: ReadonlyMap<string, string>;
  readonly today: string;
  readonly inline?: readonly InlineIgnore[];
}

export interface Settled {
  readonly run: RuleRun;
  /** Entries of the configuration's `ignores` that silenced something. */
  readonly used: ReadonlySet<Config["ignores"][number]>;
  readonly inline: readonly (InlineIgnore & { readonly state: IgnoreState })[];
}

/**
 * Severities and ignores of the configuration and of inline comments. What was silenced stays visible: the rule's result
 * says how many findings were ignored and why; a rule whose findings were all ignored is `skipped`, not `clean`. Each member of a list is ignored by itself;
 * those that are left are then joined.
 */
export function applySettings(run: RuleRun, rules: readonly Rule[], settings: Settings): Settled {
  const { config, today, inline = [] } = settings;
  if (inline.length === 0 && isSilent(config)) return { run: joinLists(run), used: new Set(), inline: [] };
  const forFile = oncePerFile(settings);
  const reasons = new Map<string, string[]>();
  const used = new Set<Config["ignores"][number]>();
  const usedInline = new Set<InlineIgnore>();
  const ignoreOf = ignoreFinder(inline, today);
  const silencer = (finding: Finding): string | undefined => {
    if (isEnforced(config, finding.rule)) return undefined;
    const { level, listedFor } = forFile(finding);
    if (level(finding.rule) === "off") return "switched off in hullproof.yaml";
    const listed = listedFor(finding);
    if (listed !== undefined) used.add(listed);
    const comment = whyNoComment(config, finding.rule) === undefined ? ignoreOf(finding) : undefined;
    if (comment !== undefined) usedInline.add(comment);
    return listed?.reason ?? comment?.reason;
  };
  const outranked = new Set<InlineIgnore>();
  const overruled = (finding: Finding): Finding => {
    const why = whyNoComment(config, finding.rule);
    if (why === undefined) return finding;
    const comment = ignoreOf(finding);
    if (comment !== undefined) outranked.add(comment);
    const listed = why === "--enforce" ? forFile(finding).listedFor(finding) : undefined;
    if (listed !== undefined) used.add(listed);
    const reason = comment?.reason ?? listed?.reason;
    return reason === undefined ? finding : withOverruled(finding, reason, why);
  };
  const kept = new Map<Finding, Finding>();
  for (const finding of run.findings) {
    const reason = silencer(finding);
    if (reason !== undefined) {
      const told = reasons.get(finding.rule);
      if (told === undefined) reasons.set(finding.rule, [reason]);
      else told.push(reason);
      continue;
    }
    const severity = severityOf(finding, forFile(finding).level(finding.rule), config);
    kept.set(finding, overruled(severity === finding.severity ? finding : { ...finding, severity }));
  }
  // Thousands of comments may name a few ids.
  const judged = new Map<string, boolean>();
  const isJudged = (ignore: Ignore): boolean => {
    const known = judged.get(ignore.id) ?? wasJudged(ignore, run, rules);
    judged.set(ignore.id, known);
    return known;
  };
  const findings = [...kept.values()];
  const found = new Set(findings.map(({ rule }) => rule));
  return {
    run: joinLists({
      findings,
      fixes: run.fixes.filter(({ finding }) => kept.has(finding)),
      lists: new Map(
        [...(run.lists ?? [])].flatMap(([one, list]) => {
          const own = kept.get(one);
          return own === undefined ? [] : [[own, list]];
        }),
      ),
      results: run.results.map((result) => {
        const why = reasons.get(result.rule);
        if (why === undefined) return result;
        const reason = `${why.length} ignored: ${[...new Set(why)].join("; ")}`;
        return { ...result, verdict: found.has(result.rule) ? ("found" as const) : ("skipped" as const), reason };
      }),
    }),
    used,
    inline: inline.map((one) => ({
      ...one,
      // One that would silence something is needed, though it does not count.
      state:
        config.enforced?.inlineIgnores === false || outranked.has(one)
          ? "unjudged"
          : stateOf(one, usedInline, isJudged, today),
    })),
  };
}

interface ForFile {
  readonly level: (rule: string) => RuleSetting | undefined;
  readonly listedFor: ReturnType<typeof listedIgnores>;
}

/** What the configuration says of the file that a finding lies in. */
function oncePerFile(settings: Settings): (finding: Finding) => ForFile {
  const { config, today, file, files } = settings;
  const known = new Map<string | undefined, ForFile>();
  return ({ location }) => {
    const own = ("file" in location ? files?.get(location.file) : undefined) ?? file;
    const before = known.get(own);
    if (before !== undefined) return before;
    const path = pathInConfig({ config, ...(own !== undefined && { file: own }) });
    const paths = config.paths.filter((one) => fitsGlob(config, one.files, path));
    const levels = new Map<string, RuleSetting | undefined>();
    const made: ForFile = {
      level(rule) {
        if (!levels.has(rule)) levels.set(rule, settingOf(rule, config, paths));
        return levels.get(rule);
      },
      listedFor: listedIgnores(config, path, today),
    };
    known.set(own, made);
    return made;
  };
}

/**
 * Whether the configuration gives a rule a severity for this text, by its own id: then it speaks also where it does so only on request.
 * A severity for its whole practice (`updates/*`) says how loud, not that.
 */
export function askedBy(settings: Pick<Settings, "config" | "file">): (rule: string) => boolean {
  const { config } = settings;
  if (namesNoRule(config)) return () => false;
  const path = pathInConfig(settings);
  return (rule) => {
    if (config.enforced?.rules.includes(rule) === true) return true;
    const named = [{ files: undefined, rules: config.rules }, ...config.paths].filter(({ rules }) =>
      ownValue(rules, rule),
    );
    const last = named.findLast(({ files }) => files === undefined || fitsGlob(config, files, path));
    return last !== undefined && ownValue(last.rules, rule) !== "off";
  };
}

/** Changes nothing of what the rules say. */
function isSilent(config: Config): boolean {
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

/** Finds the first entry of `ignores` that silences a finding; by id, as there may be thousands. */
function listedIgnores(
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
    let found: number | undefined;
    const whose = finding.container === undefined ? [""] : ["", finding.container];
    for (const id of [finding.rule, ...finding.also, "buildkit/all"])
      for (const container of whose) {
        const index = first.get(`${id} ${container}`);
        if (index === undefined || (found !== undefined && index >= found)) continue;
        if (covers({ id, reason: "" }, finding)) found = index;
      }
    return found === undefined ? undefined : config.ignores[found];
  };
}

/** Every rule that reports under the ignore's id was run and came to an answer on all of the target. */
export function wasJudged(ignore: Ignore, run: RuleRun, rules: readonly Rule[]): boolean {
  const judged = new Set(run.results.flatMap(({ rule, verdict }) => (/^(clean|found)$/.test(verdict) ? [rule] : [])));
  // It was silent about some of its cases.
  for (const { rule, verdict } of run.results) if (verdict === "skipped") judged.delete(rule);
  const named = rules.filter((rule) => covers(ignore, { rule: rule.id, also: everyAlso(rule) }));
  return named.length > 0 && named.every(({ id }) => judged.has(id));
}

/** Path of the text relative to the folder of `hullproof.yaml`, which is what its globs speak of. */
export function pathInConfig({ config, file }: Pick<Settings, "config" | "file">): string | undefined {
  return file !== undefined && config.file !== undefined ? relative(dirname(config.file), file) : undefined;
}

/** The entry speaks of this path, on this day. */
export function applies(
  { path: glob, until }: Config["ignores"][number],
  config: Config,
  path: string | undefined,
  today: string,
): boolean {
  return (until === undefined || until >= today) && (glob === undefined || fitsGlob(config, glob, path));
}

/** The setting of the last entry that names the rule, its practice (`build/*`), for a path that fits; `rules` itself comes first. */
function settingOf(rule: string, config: Config, paths: Config["paths"]): RuleSetting | undefined {
  const practice = `${rule.slice(0, rule.indexOf("/"))}/*`;
  const layers = [config.rules, ...paths.map((one) => one.rules)];
  return layers.reduce<RuleSetting | undefined>(
    (setting, layer) => ownValue(layer, rule) ?? ownValue(layer, practice) ?? setting,
    undefined,
  );
}

/** Rules that run after all others, on what became of the ignores. */
export function aboutIgnores(rules: readonly Rule[]): readonly Rule[] {
  return rules.filter(({ needs }) => needs.includes("ignores"));
}
