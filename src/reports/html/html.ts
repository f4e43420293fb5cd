import { ownValue } from "../../domain/own-value.ts";

/** Markup that is safe to put into a page: created only by `html`. */
export interface Html {
  readonly markup: string;
}

export type Content = Html | string | number | undefined | readonly Content[];

/**
 * An HTML fragment. Every value is escaped, for text and double-quoted attributes alike, unless it is a fragment;
 * lists are joined and `undefined` is omitted.
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
