import { dirname, join, relative, resolve } from "node:path";
import { existsSync } from "node:fs";
import { Failure } from "../domain/failure.ts";
import { ignoreOf, type InlineIgnore } from "../facts/ignores.ts";
import type { RuleRun } from "../rules/run-rules.ts";
import { emptyConfig, type Config } from "../domain/config.ts";
import type { Context } from "./context.ts";

/** The nearest `hullproof.yaml` from `folder` up to the current folder, or the one that was named. */
export async function configFor(folder: string, context: Pick<Context, "cwd" | "configFile">): Promise<Config> {
  if (context.configFile !== undefined) {
    const file = resolve(context.cwd, context.configFile);
    if (existsSync(file)) return read(file, context.configFile);
    throw new Failure("no-such-file", `${context.configFile} does not exist`, {
      hint: "Check the path given with --config.",
    });
  }
  for (let at = resolve(context.cwd, folder); ; at = dirname(at)) {
    const file = join(at, "hullproof.yaml");
    if (existsSync(file)) return read(file, relative(context.cwd, file));
    if (at === resolve(context.cwd) || at === dirname(at)) return emptyConfig;
  }
}

/** YAML and its schema are loaded only where there is a file: most calls of `check` have none. */
async function read(file: string, shown: string): Promise<Config> {
  const { readConfig } = await import("../sources/config.ts");
  return readConfig(file, shown);
}

/**
 * Severities and ignores of the configuration and of inline comments. What was silenced stays visible: the rule's result
 * says how many findings were ignored and why; a rule whose findings were all ignored is `skipped`, not `clean`.
 */
export function applySettings(
  run: RuleRun,
  settings: {
    readonly config: Config;
    /** Absolute path of the text that was judged. */
    readonly file?: string;
    readonly today: string;
    readonly inline?: readonly InlineIgnore[];
  },
): RuleRun {
  const { config, today, inline = [] } = settings;
  const path =
    settings.file !== undefined && config.file !== undefined
      ? relative(dirname(config.file), settings.file)
      : undefined;
  const reasons = new Map<string, string[]>();
  const silenced = (finding: RuleRun["findings"][number]): boolean => {
    const listed = config.ignores.find(
      (one) =>
        (one.rule === finding.rule || finding.also.includes(one.rule)) &&
        (one.path === undefined || one.path === path) &&
        (one.until === undefined || one.until >= today),
    );
    const reason =
      config.rules[finding.rule] === "off"
        ? "switched off in hullproof.yaml"
        : (listed?.reason ?? ignoreOf(finding, inline)?.reason);
    if (reason === undefined) return false;
    reasons.set(finding.rule, [...(reasons.get(finding.rule) ?? []), reason]);
    return true;
  };
  const findings = run.findings.flatMap((finding) => {
    if (silenced(finding)) return [];
    const level = config.rules[finding.rule];
    return [level === undefined || level === "off" ? finding : { ...finding, severity: level }];
  });
  const kept = new Set(findings.map(({ rule, location }) => JSON.stringify([rule, location])));
  return {
    findings,
    fixes: run.fixes.filter(({ rule, finding }) => kept.has(JSON.stringify([rule, finding.location]))),
    results: run.results.map((result) => {
      const why = reasons.get(result.rule);
      if (why === undefined) return result;
      const reason = `${why.length} ignored: ${[...new Set(why)].join("; ")}`;
      return {
        ...result,
        verdict: findings.some((finding) => finding.rule === result.rule) ? ("found" as const) : ("skipped" as const),
        reason,
      };
    }),
  };
}
