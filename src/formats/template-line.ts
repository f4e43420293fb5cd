/** Marks of Jinja, Go, ERB, Maven, m4-like and sed-like placeholders: `{{ x }}`, `{% if`, `<%=`, `${a.b}`, `%%X%%`, `@X@`, `{A_B}`, `<<x>>`. */
const mark =
  /\{\{|\{%|<%|%%[\w-]{1,60}%%|@@?[A-Z][A-Z_]{1,60}@@?|<<\w{1,60}>>|\$\{[a-z]\w{0,40}(?:\.\w{1,40}){1,5}\}|(?<!\$)\{[A-Z]{1,40}(?:_[A-Z\d]{1,40}){1,6}\}/;
/** An image name has no capitals: `FROM REPLACE-ME`, `FROM BASE_IMAGE AS build`, `FROM BASEIMAGE`. */
const imagePlaceholder =
  /^FROM[ \t]{1,9}(?:[A-Z]{1,60}[_-][A-Z_-]{1,60}|[A-Z]{0,20}(?:IMAGE|PLACEHOLDER)[A-Z]{0,20}|BASE)(?:\s|:|$)/;
/** `Dockerfile.template`, `Dockerfile.runtime_template`, `web.Dockerfile.j2`, `dockerfile-templates/Dockerfile`. */
const templateName = /[._-](?:template|tmpl|tpl|j2|jinja2?|erb|mustache)$|(?:^|[/_-])templates?\//i;

/** Whether a file is named as what a renderer reads. */
export function isTemplateName(path: string): boolean {
  return templateName.test(path);
}
/** A variable where an instruction or a key has to be. */
const variable = /^\$\{?\w/;
/** `docs/Dockerfile`, `docs-v2/content/a.Dockerfile` */
const docsFolder = /(?:^|\/)(?:docs?|documentation|website|tutorials?|guides?)(?:[-_][\w.]{1,20})?\//i;
/** Stands for what a reader need not see. */
const elision = /^(?:\.{3,4}|…|\[(?:\.{3}|…)\]|<(?:\.{3}|…)>|\((?:\.{3}|…)\))$/;

/** Whether a text that is refused at `at` is a part of a file that a document shows. */
export function isSnippetAt(file: string, text: string, at: number): boolean {
  const start = text.lastIndexOf("\n", at - 1) + 1;
  return docsFolder.test(file) && elision.test(text.slice(start, endOfLine(text, at)).trim());
}

/** A line that is nothing but a directive: the text around it is another one each time. */
const directive = /^(?:\{%|\{\{-? ?(?:if|range|with|end|else|define|template|include)\b|<%-? )/;

/**
 * Whether a text that is refused at `at` is a template there: a renderer replaces something in that line, or there are directives anywhere. YAML notices a line late or early, so that the lines
 * around it count.
 */
export function isTemplateAt(text: string, at: number, format: "yaml" | "dockerfile"): boolean {
  if (text.split("\n").some((line) => directive.test(line.trimStart()))) return true;
  const start = text.lastIndexOf("\n", at - 1) + 1;
  const end = endOfLine(text, at);
  if (format === "dockerfile") {
    const line = text.slice(start, end);
    return isMarked(line) || imagePlaceholder.test(line);
  }
  const previousLine = start < 2 ? 0 : text.lastIndexOf("\n", start - 2) + 1;
  return text
    .slice(previousLine, endOfLine(text, end + 1))
    .split("\n")
    .some(isMarked);
}

function endOfLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end;
}

function isMarked(line: string): boolean {
  const content = line.trimStart();
  return !content.startsWith("#") && (mark.test(content) || variable.test(content));
}
