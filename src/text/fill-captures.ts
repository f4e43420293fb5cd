const placeholder = /\{\{([A-Za-z_][A-Za-z0-9_]*)\}\}/gu;

/** Names that a text uses as `{{name}}`, in order. */
export function placeholderNames(text: string): string[] {
  return [...text.matchAll(placeholder)].map(([, name = ""]) => name);
}

/** The text with each `{{name}}` that `valueOf` knows replaced; any other stays as it is. */
export function fillPlaceholders(text: string, valueOf: (name: string) => string | undefined): string {
  return text.replaceAll(placeholder, (whole, name: string) => valueOf(name) ?? whole);
}
