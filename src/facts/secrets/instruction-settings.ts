import type { Span } from "../../domain/finding/span.ts";
import type { Instruction } from "../dockerfile/dockerfile.ts";
import { unquoted } from "../../text/unquoted.ts";

/** Names and values that an ENV, ARG or LABEL sets, in both of their forms; `span` is the name's. */
export function settingsOf({
  keyword,
  words,
}: Instruction): readonly { name: string; value: string | undefined; span: Span }[] {
  const [first, second] = words;
  // `ENV NAME value with spaces`
  if (keyword !== "ARG" && first !== undefined && !first.text.includes("="))
    return [{ name: first.text, value: second && unquoted(second.text), span: first.span }];
  return words.map(({ text, span }) => {
    const at = text.indexOf("=");
    const name = at === -1 ? text : text.slice(0, at);
    return {
      name,
      value: at === -1 ? undefined : unquoted(text.slice(at + 1)),
      span: { start: span.start, end: span.start + name.length },
    };
  });
}
