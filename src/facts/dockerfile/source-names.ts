import type { Span } from "../../domain/finding/span.ts";
import { mountSource } from "../../formats/dockerfile/mounts.ts";
import type { Instruction } from "./dockerfile.ts";

/** A stage or image that an instruction reads from. */
export interface SourceName {
  readonly name: string;
  /** Of the name alone; undefined where quotes, escapes or continuations are in its flag. */
  readonly span: Span | undefined;
}

/** Names in `--from` of COPY and `from=` in a `--mount` of RUN. */
export function sourceNames(
  { text }: { readonly text: string },
  { keyword, flags }: Instruction,
): readonly SourceName[] {
  const flagName = keyword === "COPY" ? "from" : keyword === "RUN" ? "mount" : undefined;
  return flags.flatMap(({ name, value = "", span }): readonly SourceName[] => {
    if (name !== flagName) return [];
    const source = name === "from" ? { value, valueAt: 0 } : mountSource(value);
    if (source === undefined || source.value === "") return [];
    const isPlain = text.slice(span.start, span.end) === `--${name}=${value}`;
    const start = span.end - value.length + (source.valueAt ?? 0);
    const end = start + source.value.length;
    return [{ name: source.value, span: isPlain && source.valueAt !== undefined ? { start, end } : undefined }];
  });
}
