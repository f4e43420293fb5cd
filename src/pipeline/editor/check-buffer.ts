import { basename, dirname, join, relative } from "node:path";
import { baseOf } from "../../formats/compose/project-files.ts";
import { limits } from "../../sources/files/limits.ts";
import { atNamed } from "../../sources/files/read-named.ts";
import { checkAll } from "../check/check-all.ts";
import type { Checked } from "../check/checked.ts";
import { type Found, overLayers } from "../check/targets.ts";
import type { Context } from "../context.ts";
import { bufferKind, type BufferKind } from "./buffer-kind.ts";

/** A text as it stands in an editor. */
export interface Buffer {
  /** Absolute. */
  readonly path: string;
  /** The editor's word for it: `dockerfile`, `yaml`. */
  readonly language: string;
  readonly text: string;
}

/** A text that was judged, by the name that findings give it. */
export interface CheckedBuffer {
  readonly kind: BufferKind;
  readonly file: string;
  readonly checked: Checked;
  /** As it was looked for: an override with what it is laid over. */
  readonly found: FoundText;
}

export type FoundText = Extract<Found, { readonly path: string }>;

/**
 * Judges a text as `check` judges its file; what lies beside it is read from the context's buffers, else from the disk. Undefined for what is of no
 * kind that is checked. No engine is asked, and nothing is run. Throws `Failure`.
 */
export async function checkBuffer(
  { path, language, text }: Buffer,
  session: Context,
): Promise<CheckedBuffer | undefined> {
  const kind = bufferKind(path, language, text);
  if (kind === undefined) return undefined;
  const file = relative(session.cwd, path);
  const context: Context = { ...session, targets: ["."] };
  const found: FoundText = kind === "compose" ? projectOf(file, context.cwd) : { kind, path: file, discovered: false };
  for await (const checked of checkAll([found], context, true)) return { kind, file, checked, found };
  return undefined;
}

/** An override is judged with what it is laid over, saved or not. */
function projectOf(file: string, cwd: string): FoundText {
  const base = baseOf(basename(file))
    .map((name) => join(dirname(file), name))
    .find((path) => {
      const there = atNamed(path, cwd, (beneath, at) => beneath.find(at));
      return "kind" in there && there.kind === "file";
    });
  return base === undefined
    ? overLayers(file, cwd)
    : { kind: "compose", path: base, layers: [file], discovered: false };
}

/** Characters; what has more is not read from a disk either. */
export const mostCharacters = limits.text;
