const barePlaceholder = /([:[,]\s{0,20})(\{\{\w+\}\})(?=\s{0,20}[,}\]])/gu;
const marked = /"\\u0001(\{\{\w+\}\})\\u0001"/gu;

/** JSON in which a `{{name}}` stands for a number, as a text that a parser takes. */
export function quotePlaceholders(text: string): string {
  return text.replaceAll(barePlaceholder, '$1"\\u0001$2\\u0001"');
}

/** The opposite, for texts that `numberPlaceholder` made, too. */
export function unquotePlaceholders(text: string): string {
  return text.replaceAll(marked, "$1");
}

/** A value for JSON.stringify that becomes a bare `{{name}}`. */
export function numberPlaceholder(placeholder: string): string {
  return `\u0001${placeholder}\u0001`;
}
