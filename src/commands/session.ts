import { resolve } from "node:path";
import type { ProgressEvent } from "../domain/progress.ts";
import type { BaseImages } from "../pipeline/judge/known-bases.ts";
import type { Context } from "../pipeline/context.ts";
import { refuseUnwritable } from "../pipeline/host/can-write.ts";
import { cacheAt, dataHome, searchFrom, userSettings, type Search } from "../pipeline/host/homes.ts";
import { startClean } from "../pipeline/host/start-clean.ts";
import { guardText, oneLine } from "../reports/content/guard-text.ts";
import type { Document } from "../reports/format.ts";
import type { CliContext } from "./cli-context.ts";
import type { WorkloadFlags } from "./workload-flags.ts";
import { openApart } from "./open-apart.ts";
import { openCustomRules } from "./open-custom-rules.ts";
import { progressLine } from "./progress-line.ts";

interface SessionFlags extends WorkloadFlags {
  readonly allowHost?: readonly string[];
  readonly quiet: boolean;
  readonly config?: string;
  readonly progress?: "auto" | "plain" | "json" | "none";
  readonly bases?: "auto" | "none";
  readonly shellcheck?: "auto" | "none";
  /** `check` has two values for it, `base` a switch. */
  readonly updates?: "auto" | "none" | boolean;
  readonly all?: boolean;
  readonly enforce?: readonly string[];
  readonly noInlineIgnores?: boolean;
  readonly allowRules?: boolean;
  /** Output files, checked before the work that creates them. */
  readonly output?: string | readonly { readonly file: string }[];
  readonly profile?: string;
  readonly report?: string;
}

/** A command's pipeline context and its lifetime: the engine is connected on first use, and everything is cleaned up at the end. */
export interface CommandSession extends AsyncDisposable {
  readonly context: Context;
  /** Clears the progress line for other output. */
  clearProgress(): void;
}

/** `targets` are those of the command line: their files do not count as the caller's. */
export function openSession(cli: CliContext, flags: SessionFlags, targets: readonly string[] = []): CommandSession {
  const { output = [] } = flags;
  const outputs = typeof output === "string" ? [output] : output.map(({ file }) => file);
  for (const file of [...outputs, flags.profile, flags.report])
    if (file !== undefined) refuseUnwritable({ path: resolve(cli.cwd, file), shown: file });
  const bar = progressLine(cli, flags.quiet ? "none" : (flags.progress ?? "auto"));
  const search = searchFrom(cli, targets);
  for (const line of startClean(search)) if (!flags.quiet) cli.process.stderr.write(`hullproof: ${line}\n`);
  let bases: Promise<BaseImages> | undefined;
  let run: ReturnType<Context["run"]> | undefined;
  const isolatedWorker =
    cli.openThread === undefined ? undefined : openApart(cli, targets, flags, (event) => bar.show(event));
  const customRules = flags.allowRules === true ? openCustomRules(cli) : undefined;
  const context: Context = {
    cwd: cli.cwd,
    today: cli.now().slice(0, 10),
    version: cli.version,
    signal: cli.signal,
    env: cli.env,
    pathRules: search.rules,
    ...keptFolders(search),
    progress: (event: ProgressEvent) => bar.show(event),
    allRules: flags.all ?? false,
    workloadFlags: flags,
    consent: { allowed: flags.allowHost ?? [] },
    ...askingOn(cli, bar),
    ...(flags.config !== undefined && { configFile: flags.config }),
    ...((flags.enforce !== undefined || flags.noInlineIgnores === true) && {
      enforced: { rules: flags.enforce ?? [], inlineIgnores: flags.noInlineIgnores !== true },
    }),
    ...(flags.bases === "auto" && { baseImages: () => (bases ??= localBases(search, cli.signal)) }),
    ...(flags.updates === "auto" && { imagePrograms: true }),
    ...(flags.shellcheck === "auto" && { shellcheck: { signal: cli.signal } }),
    ...(isolatedWorker && { apart: isolatedWorker }),
    ...(customRules && { customRules }),
    run: () => (run ??= connectRun(cli, search, (event) => bar.show(event))),
  };
  return {
    context,
    clearProgress: () => bar.clear(),
    async [Symbol.asyncDispose]() {
      bar.clear();
      await isolatedWorker?.[Symbol.asyncDispose]();
      await customRules?.[Symbol.asyncDispose]();
      // A failed connection has nothing to remove, and its failure was already reported.
      const opened = await run?.catch(() => undefined);
      await opened?.[Symbol.asyncDispose]();
    },
  };
}

/** Requires a terminal at both ends: a list that no one saw cannot get consent. */
function askingOn(cli: CliContext, bar: { clear(): void }): Pick<Context, "askConsent"> {
  const { stderr, readKey } = cli;
  if (!stderr.live || readKey === undefined) return {};
  return {
    async askConsent(list) {
      bar.clear();
      // Each item is one line, so that none can imitate the question.
      const items = list.map((line) => `  ${oneLine(line)}\n`).join("");
      cli.process.stderr.write(`This reaches beyond containers:\n${items}Allow all of it? [y/N] `);
      const key = await readKey();
      cli.process.stderr.write("\n");
      return key === "y" || key === "Y";
    },
  };
}

/** Absent if they cannot be shown. */
function keptFolders(search: Search): Partial<Context> {
  const data = dataHome(search);
  const images = cacheAt("images", search);
  const trials = cacheAt("trials", search);
  const settings = userSettings(search);
  return {
    ...(images !== undefined && { cacheFolder: images }),
    ...(trials !== undefined && { trialFolder: trials }),
    ...(data !== undefined && { advisoriesFolder: data, dataFolder: data }),
    ...(settings !== undefined && { userConfigFile: settings }),
  };
}

async function localBases(search: Search, signal: AbortSignal): Promise<BaseImages> {
  const { openBaseImages } = await import("../pipeline/judge/known-bases.ts");
  return openBaseImages(search, signal);
}

async function connectRun(
  cli: CliContext,
  { env, rules }: Search,
  progress: Context["progress"],
): ReturnType<Context["run"]> {
  const { openEngine } = await import("../pipeline/host/open-engine.ts");
  const { signal, made } = cli;
  return openEngine({ env, rules, signal, progress, ...(made && { made }) });
}

/** Writes a result to stdout or to the file of `--output`, which only its owner may read unless `mode` says otherwise. */
export async function deliver(
  cli: CliContext,
  { text, syntax }: Document,
  output: string | undefined,
  mode?: number,
): Promise<void> {
  if (output === undefined || output === "/dev/stdout" || output === "/dev/fd/1") {
    cli.process.stdout.write(text, syntax);
    return;
  }
  const { GITHUB_STEP_SUMMARY: summary } = cli.env;
  if (summary !== undefined && summary !== "" && resolve(cli.cwd, output) === resolve(cli.cwd, summary)) {
    const { appendSummary } = await import("../pipeline/host/append-summary.ts");
    await appendSummary(resolve(cli.cwd, output), output, guardText(text, syntax));
    return;
  }
  const { writeWhole } = await import("../pipeline/host/write-whole.ts");
  // A diff in a file is for `git apply`; a person who prints it knows its origin.
  const safe = guardText(text, syntax === "diff" ? "exact" : syntax);
  await writeWhole({ path: resolve(cli.cwd, output), shown: output, within: cli.cwd }, safe, mode);
}
