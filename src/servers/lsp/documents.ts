import { fileURLToPath } from "node:url";
import { listAt, member, textAt } from "../rpc/json.ts";
import { maxCharacters } from "../../pipeline/editor/check-buffer.ts";
import { linesOf, rangeIn, type Lines } from "./positions.ts";

/** An open text of the editor. */
export interface OpenDocument {
  readonly uri: string;
  /** Absolute. */
  readonly path: string;
  readonly language: string;
  readonly version: number;
  readonly lines: Lines;
  /** The text exceeds the maximum size and is not stored: `lines` is empty until the editor sends the whole text again. */
  readonly tooLong?: true;
}

/** The open texts in the editor's current state. */
export interface Documents {
  get(uri: string | undefined): OpenDocument | undefined;
  all(): Iterable<OpenDocument>;
  /** Texts by absolute path. */
  buffers(): ReadonlyMap<string, string>;
  /** Each returns the changed document; undefined for a text without a file, and for an invalid change. */
  open(params: unknown): OpenDocument | undefined;
  change(params: unknown): OpenDocument | undefined;
  close(params: unknown): OpenDocument | undefined;
}

export function openDocuments(): Documents {
  const documents = new Map<string, OpenDocument>();
  return {
    get: (uri) => (uri === undefined ? undefined : documents.get(uri)),
    all: () => documents.values(),
    buffers: () =>
      new Map(
        [...documents.values()].flatMap(({ path, lines, tooLong }) => (tooLong ? [] : [[path, lines.text] as const])),
      ),
    open(params) {
      const opened = member(params, "textDocument");
      const [uri, text] = [textAt(opened, "uri"), textAt(opened, "text")];
      const path = uri === undefined ? undefined : pathOf(uri);
      if (uri === undefined || path === undefined || text === undefined) return undefined;
      const language = textAt(opened, "languageId") ?? "";
      const document = { uri, path, language, version: versionIn(opened) ?? 0, ...content(text) };
      documents.set(uri, document);
      return document;
    },
    change(params) {
      const openDocument = documents.get(textAt(params, "textDocument", "uri") ?? "");
      if (openDocument === undefined) return undefined;
      let { lines, tooLong } = openDocument;
      for (const change of listAt(params, "contentChanges")) {
        const text = textAt(change, "text");
        if (text === undefined) return undefined;
        const range = rangeIn(member(change, "range"));
        // A change of a text that is not stored has an unknown result.
        if (range !== undefined && tooLong) continue;
        ({ lines, tooLong } = content(
          range === undefined ? text : replaced(lines, lines.offset(range.start), lines.offset(range.end), text),
        ));
      }
      const version = versionIn(member(params, "textDocument")) ?? openDocument.version + 1;
      const { tooLong: _, ...rest } = openDocument;
      const document = { ...rest, version, lines, ...(tooLong && { tooLong }) };
      documents.set(openDocument.uri, document);
      return document;
    },
    close(params) {
      const uri = textAt(params, "textDocument", "uri") ?? "";
      const closed = documents.get(uri);
      documents.delete(uri);
      return closed;
    },
  };
}

function content(text: string): Pick<OpenDocument, "lines" | "tooLong"> {
  return text.length > maxCharacters ? { lines: linesOf(""), tooLong: true } : { lines: linesOf(text) };
}

function replaced({ text }: Lines, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(Math.max(start, end));
}

function versionIn(document: unknown): number | undefined {
  const version = member(document, "version");
  return typeof version === "number" ? version : undefined;
}

/** The path of a local file; an editor also has unsaved texts and texts of other machines. */
export function pathOf(uri: string): string | undefined {
  if (!uri.startsWith("file:")) return undefined;
  try {
    return fileURLToPath(uri);
  } catch {
    return undefined;
  }
}
