import { parseAllDocuments, type Document } from "yaml";

/** A file with more of them is not read. */
const maxQuotes = 100;

/**
 * Documents of `text` as Go's YAML reads them, which Compose and Kubernetes use, each with its errors. It lets quoted text go on in lines without indentation, and `yaml`
 * does not (YAML 1.2.2, 7.3): line breaks there are parsed as spaces, which keeps every offset. Throws RangeError for one that is nested too deeply.
 */
export function parseGoYaml(text: string): readonly Document.Parsed[] {
  let joined = text;
  for (let rounds = maxQuotes; ; rounds--) {
    const parsed = parseAllDocuments(joined, {
      schema: "failsafe",
      version: "1.1",
      merge: false,
      uniqueKeys: false,
      prettyErrors: false,
      logLevel: "silent",
    });
    const documents = Array.isArray(parsed) ? parsed : [];
    const error = documents.flatMap(({ errors }) => errors)[0];
    const [, quote] = (error?.code === "MISSING_CHAR" && /^Missing closing (['"])quote/.exec(error.message)) || [];
    const next =
      error !== undefined && quote !== undefined && rounds > 0 ? joinLines(joined, quote, error.pos[0]) : undefined;
    if (next === undefined) return documents;
    joined = next;
  }
}

/** `at`: where the quoted text was taken to end, at the end of one of its lines. Undefined where it never ends. */
function joinLines(text: string, quote: string, at: number): string | undefined {
  const begin = openQuote(text, quote, at);
  if (begin === -1) return undefined;
  for (let end = begin + 1; end < text.length; end++) {
    if (quote === '"' && text[end] === "\\") end++;
    else if (text[end] === quote && quote === "'" && text[end + 1] === "'") end++;
    else if (text[end] === quote) {
      const content = text.slice(begin, end);
      // A mark of a document ends it.
      if (end <= at || /\n(?:---|\.\.\.)(?=\s)/.test(content)) return undefined;
      return text.slice(0, begin) + content.replaceAll(/[\r\n]/g, " ") + text.slice(end);
    }
  }
  return undefined;
}

/** The quote before `at` that is neither escaped nor one of a pair; -1 without one. */
function openQuote(text: string, quote: string, at: number): number {
  for (let begin = at - 1; begin >= 0; begin--) {
    if (text[begin] !== quote) continue;
    if (quote === "'" && text[begin - 1] === "'") begin--;
    else if (quote === "'" || text[begin - 1] !== "\\") return begin;
  }
  return -1;
}
