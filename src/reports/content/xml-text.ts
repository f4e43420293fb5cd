import { ownValue } from "../../domain/own-value.ts";

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\n": "&#10;",
};

/** For XML text and attributes. Control characters were escaped before; XML 1.0 does not allow lone surrogates and U+FFFE. */
export function xmlText(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replaceAll(/[&<>"\n]/g, (character) => ownValue(entities, character) ?? "");
}
