import { ownValue } from "../../domain/own-value.ts";

/** Markup that is safe to put into a page: made by `html` only. */
export interface Html {
  readonly markup: string;
}

export type Content = Html | string | number | undefined | readonly Content[];

/**
 * A piece of HTML. Every value is escaped, for text and for a double-quoted attribute alike, unless it is itself a piece;
 * lists are joined and `undefined` is nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Html {
  return {
    markup: strings.map((text, index) => text + (index < values.length ? markupOf(values[index]) : "")).join(""),
  };
}

function markupOf(value: Content): string {
  if (value === undefined) return "";
  if (typeof value === "string" || typeof value === "number") return escaped(String(value));
  return isList(value) ? value.map(markupOf).join("") : value.markup;
}

function isList(value: Html | readonly Content[]): value is readonly Content[] {
  return Array.isArray(value);
}

const entities: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ownValue(entities, character) ?? "");
}
