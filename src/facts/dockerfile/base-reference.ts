import type { BaseReference, Instruction } from "./dockerfile.ts";
import { expandText } from "./variables/expand.ts";
import type { Lookup } from "./variables/value.ts";

/**
 * The reference in FROM. `text` is as written; name, tag and digest are after the defaults of the ARGs before the first FROM.
 * A tag from an ARG has no `tagSpan`: it is written elsewhere, and a build may override it.
 */
export function baseReference(
  from: Instruction,
  globals: Lookup,
  stages: ReadonlyMap<string, number>,
  escape: "\\" | "`",
): BaseReference {
  const { text, span } = from.words[0] ?? { text: "", span: from.argsSpan };
  const resolved = expandText(text, globals, { escape }).text;
  if (resolved === undefined || resolved === "") return { span, text, kind: "unresolved" };
  if (resolved === "scratch") return { span, text, kind: "scratch" };
  // Docker keeps stage names in lower case and compares letter for letter here (measured: `FROM Base` finds no `base`).
  if (stages.has(resolved)) return { span, text: resolved, kind: "stage" };
  const parts = splitReference(resolved);
  if (parts === undefined) return { span, text, kind: "unresolved" };
  const { name, tag, digest } = parts;
  // Only a reference that was written in one piece has its tag at a countable place.
  const tagStart = span.start + name.length + 1;
  const whole = resolved === text && span.end - span.start === text.length;
  return {
    span,
    text,
    kind: "image",
    name,
    ...(tag === undefined ? {} : { tag }),
    ...(digest === undefined ? {} : { digest }),
    ...(tag === undefined || !whole ? {} : { tagSpan: { start: tagStart, end: tagStart + tag.length } }),
  };
}

/** Grammar of https://pkg.go.dev/github.com/distribution/reference, upper-case host names allowed. */
function splitReference(text: string): { name: string; tag?: string; digest?: string } | undefined {
  const match =
    /^((?:[\w.-]+(?::\d+)?\/)?[a-z0-9._/-]+)(?::([\w][\w.-]{0,127}))?(?:@([A-Za-z][\w+.-]*:[0-9a-fA-F]{32,}))?$/.exec(
      text,
    );
  const [, name, tag, digest] = match ?? [];
  if (name === undefined) return undefined;
  return { name, ...(tag === undefined ? {} : { tag }), ...(digest === undefined ? {} : { digest }) };
}
