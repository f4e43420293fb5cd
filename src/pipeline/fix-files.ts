import { rename, stat, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { Failure } from "../domain/failure.ts";
import type { Applicability } from "../domain/fix.ts";
import { unifiedDiff } from "../fixes/diff.ts";
import { checkDockerfile, checkDocument } from "./check.ts";
import type { Checked } from "./checked.ts";
import { readText } from "./read-text.ts";
import type { Context } from "./context.ts";
import { fixText, type FixedText } from "./fix.ts";
import { configFor } from "./settings.ts";
import { findTargets } from "./targets.ts";
import type { Config } from "../domain/config.ts";

export interface FixOptions {
  readonly write: boolean;
  readonly suggested: boolean;
  readonly rule?: readonly string[];
}

/** Safe fixes of every file; nothing is written unless all of a file's fixes were planned and the result parses. */
export async function fixFiles(
  targets: readonly string[],
  options: FixOptions,
  context: Context,
): Promise<{ readonly diff: string; readonly summary: string; readonly failed: boolean }> {
  const allowed = applicabilities(options);
  const found = (await findTargets(targets, context.cwd)).filter((one) => {
    if (one.kind === "dockerfile" || one.kind === "document") return true;
    const name = one.kind === "image" ? one.ref : one.path;
    throw new Failure("bad-usage", `${name} is an image; only texts can be fixed`, {
      hint: "Name a Dockerfile, a document or a folder.",
    });
  });
  const diffs: string[] = [];
  const lines: string[] = [];
  let failed = false;
  for (const one of found) {
    if (!("path" in one)) continue;
    const config = await configFor(dirname(one.path), context);
    const text = await readText(one.path, context.cwd);
    const kind = one.kind === "document" ? "document" : "dockerfile";
    const check = checker(kind, one.path, config, context, options);
    let fixed: FixedText;
    try {
      fixed = fixText(text, { kind, allowed, check });
    } catch (error) {
      if (!(error instanceof Failure) || !one.discovered) throw error;
      failed = true;
      lines.push(`${one.path}: not fixed: ${error.message}`);
      continue;
    }
    for (const { rule, reason } of fixed.dropped) lines.push(`${one.path}: ${rule}: not applied: ${reason}`);
    if (fixed.text === text) continue;
    diffs.push(unifiedDiff(one.path, text, fixed.text));
    for (const { rule, title } of fixed.applied) lines.push(`${one.path}: ${rule}: ${title}`);
    if (options.write) await replaceFile(resolve(context.cwd, one.path), fixed.text);
  }
  const changed = diffs.length;
  const verb = options.write ? "fixed" : "would be fixed; --write does it";
  lines.push(
    changed === 0
      ? "Nothing to fix with the classes asked for."
      : `${changed} file${changed === 1 ? "" : "s"} ${verb}.`,
  );
  return { diff: diffs.join(""), summary: `${lines.join("\n")}\n`, failed };
}

/** A Dockerfile in, the fixed Dockerfile out: for editors. */
export async function fixStdin(text: string, options: FixOptions, context: Context): Promise<string> {
  const config = await configFor(".", context);
  return fixText(text, {
    kind: "dockerfile",
    allowed: applicabilities(options),
    check: checker("dockerfile", "Dockerfile", config, context, options),
  }).text;
}

function applicabilities({ suggested, rule }: FixOptions): Applicability[] {
  if (!suggested) return ["safe"];
  if (rule !== undefined && rule.length > 0) return ["safe", "suggested"];
  throw new Failure("bad-usage", "--suggested needs --rule", {
    hint: "Name each rule whose suggestion you want: --suggested --rule limits/cpu-shares.",
  });
}

function checker(
  kind: "dockerfile" | "document",
  file: string,
  config: Config,
  context: Context,
  { rule }: FixOptions,
): (text: string) => Checked {
  const check = kind === "dockerfile" ? checkDockerfile : checkDocument;
  return (text) => {
    const checked = check(file, text, config, context);
    if (rule === undefined || rule.length === 0) return checked;
    return { ...checked, run: { ...checked.run, fixes: checked.run.fixes.filter((one) => rule.includes(one.rule)) } };
  };
}

/** Written beside and renamed, so that a crash leaves the old file or the new one, with the old one's mode. */
async function replaceFile(path: string, text: string): Promise<void> {
  const { mode } = await stat(path);
  const temporary = `${path}.hullproof-${process.pid}`;
  try {
    await writeFile(temporary, text, { mode, flag: "wx" });
    await rename(temporary, path);
  } catch (cause) {
    throw new Failure("unreadable", `${path} cannot be written: ${(cause as Error).message}`, {
      hint: "Check the permissions of the file and its folder.",
      cause,
    });
  }
}
