import { ownValue } from "../../domain/own-value.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
};

/** For text and attributes of XML alike. Control characters were written out before; XML 1.0 has no place for lone surrogates and U+FFFE. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replaceAll(/[&<>"\n]/g, (character) => ownValue(entities, character) ?? "");
}
