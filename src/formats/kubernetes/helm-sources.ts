/** The documents that one template of a chart became. */
export interface HelmSource {
  /** From the chart's folder: `templates/web.yaml`; undefined for what names none. */
  readonly template: string | undefined;
  /** As `helm template --show-only TEMPLATE` prints it. */
  readonly text: string;
}

/** A path allowed after `# Source: CHART/`: inside the chart, since a template can print such a line itself. */
const path = /^[^/\\]{1,255}\/([^\\]{1,1024})$/;

/** The output of `helm template`, by the template of each document (`# Source: chart/templates/web.yaml` after its `---`), in the order of their first documents. */
export function helmSources(output: string): readonly HelmSource[] {
  const pieces = new Map<string | undefined, string[]>();
  const add = (template: string | undefined, text: string): void => {
    if (text.trim() === "" && template === undefined) return;
    const templatePieces = pieces.get(template);
    if (templatePieces === undefined) pieces.set(template, [text]);
    else templatePieces.push(text);
  };
  let template: string | undefined;
  let start = 0;
  for (let at = 0; at < output.length;) {
    const feed = output.indexOf("\n", at);
    const next = feed === -1 ? output.length : feed + 1;
    const source = isSeparator(output, at, next) ? sourceAt(output, next) : undefined;
    if (source !== undefined) {
      add(template, output.slice(start, at));
      template = source;
      start = at;
    }
    at = next;
  }
  add(template, output.slice(start));
  return [...pieces].map(([templatePath, texts]) => ({ template: templatePath, text: texts.join("") }));
}

function isSeparator(output: string, start: number, end: number): boolean {
  return output.startsWith("---", start) && output.slice(start + 3, Math.min(end, start + 16)).trim() === "";
}

const mark = "# Source: ";

function sourceAt(output: string, line: number): string | undefined {
  if (!output.startsWith(mark, line)) return undefined;
  const from = line + mark.length;
  const feed = output.indexOf("\n", from);
  const [, template] =
    path.exec(output.slice(from, feed === -1 ? undefined : Math.min(feed, from + 2048)).trim()) ?? [];
  const strange = template === undefined || template.split("/").some((part) => ["", ".", ".."].includes(part));
  return strange || hasControls(template) ? undefined : template;
}

function hasControls(text: string): boolean {
  return Array.from(text).some((char) => char < " " || char === "\x7f");
}
