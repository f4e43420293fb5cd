import type { Span } from "../../domain/finding/span.ts";

const helm =
  /\{\{(?:[^{}\n]{0,120}\.(?:Values|Release|Chart|Capabilities|Files)\b|-?[ \t]{0,4}(?:include|template|tpl|toYaml)[ \t])/g;
const action =
  /\{\{-?[ \t]{0,4}[\w.$"(/]|\{%[-+]?[ \t]|<%[-=#]?[ \t]|%%[A-Z_]{2,40}%%|@@?[A-Z_]{2,40}@@?|(?<!\$)\{[A-Z]{1,40}(?:_[A-Z\d]{1,40}){1,6}\}/g;

/**
 * Where a text shows that it is a template of Helm, which becomes YAML only when it is rendered. `{{ $labels.x }}` and `{{inputs.x}}` in values belong to the program that
 * reads the value, so other actions, those of Jinja and ERB too, count only in a text that is no YAML as it is.
 */
export function templateMark(text: string, isYaml: boolean): Span | undefined {
  for (const { index, 0: markText } of text.matchAll(isYaml ? helm : action)) {
    const line = text.lastIndexOf("\n", index) + 1;
    if (!text.slice(line, index).trimStart().startsWith("#")) return { start: index, end: index + markText.length };
  }
  return undefined;
}

/** `${NAME}`, `$NAME`, `${NAME:-1}`, as they begin; `$(NAME)` is Kubernetes' own. */
const variable = /\$\{?[A-Za-z_]/;

/**
 * Whether a problem at `span` is there only because `envsubst` or a script has not yet set a variable: a value of another type than text, or a line that is nothing but a variable. A
 * YAML parser reports such a line late or early.
 */
export function isUnsetVariable(text: string, span: Span): boolean {
  if (variable.test(text.slice(span.start, span.end))) return true;
  const lineStart = text.lastIndexOf("\n", span.start - 1) + 1;
  const from = lineStart < 2 ? 0 : text.lastIndexOf("\n", lineStart - 2) + 1;
  return text
    .slice(from)
    .split("\n", 3)
    .some((line) => variable.exec(line.trim())?.index === 0);
}
