import { basename, dirname, join, relative } from "node:path";
import { baseOf } from "../../formats/compose/project-files.ts";
import { limits } from "../../sources/files/limits.ts";
import { atNamed } from "../../sources/files/read-named.ts";
import { checkAll } from "../findings/check-all.ts";
import type { TargetResult } from "../rule-runs/target-result.ts";
import { type CheckTarget, withOverride } from "../targets/targets.ts";
import type { Context } from "../context.ts";
import { bufferKind, type BufferKind } from "./buffer-kind.ts";

/** An unsaved text in an editor. */
export interface Buffer {
  /** Absolute. */
  readonly path: string;
  /** The editor's language id: `dockerfile`, `yaml`. */
  readonly language: string;
  readonly text: string;
}

/** An evaluated text, by its name in findings. */
export interface CheckedBuffer {
  readonly kind: BufferKind;
  readonly file: string;
  readonly checked: TargetResult;
  /** The target of the search: an override file together with its base. */
  readonly found: FoundText;
}

export type FoundText = Extract<CheckTarget, { readonly path: string }>;

/**
 * Evaluates a text as `check` evaluates its file; neighboring files come from the context's buffers, else from disk. Undefined for unsupported
 * kinds. Contacts no engine and runs nothing. Throws `Failure`.
 */
export async function checkBuffer(
  { path, language, text }: Buffer,
  session: Context,
): Promise<CheckedBuffer | undefined> {
  const kind = bufferKind(path, language, text);
  if (kind === undefined) return undefined;
  const file = relative(session.cwd, path);
  const context: Context = { ...session, targets: ["."] };
  const target: FoundText = kind === "compose" ? projectOf(file, context.cwd) : { kind, path: file, discovered: false };
  for await (const checked of checkAll([target], context, true)) return { kind, file, checked, found: target };
  return undefined;
}

/** An override is evaluated with its base, saved or not. */
function projectOf(file: string, cwd: string): FoundText {
  const base = baseOf(basename(file))
    .map((name) => join(dirname(file), name))
    .find((path) => {
      const reached = atNamed(path, cwd, (folder, at) => folder.find(at));
      return "kind" in reached && reached.kind === "file";
    });
  return base === undefined
    ? withOverride(file, cwd)
    : { kind: "compose", path: base, layers: [file], discovered: false };
}

/** Maximum characters, as for files on disk. */
export const maxCharacters = limits.text;
