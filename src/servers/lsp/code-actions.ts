import { Failure } from "../../domain/failure.ts";
import type { Edit } from "../../domain/finding/fix.ts";
import type { Context } from "../../pipeline/context.ts";
import { fixAll, safeFixes } from "../../pipeline/editor/fix-buffer.ts";
import type { Json } from "../rpc/json.ts";
import type { JudgedDocument } from "./judge.ts";
import type { Range } from "./positions.ts";
import { diagnosticsOf } from "./show-finding.ts";

export const fixAllKind = "source.fixAll.hullproof";

export interface ActionRequest {
  readonly range: Range;
  /** Requested kinds; all if empty. */
  readonly only: readonly string[];
  /** The client accepts versioned document edits. */
  readonly versioned: boolean;
}

/** Edits that are safe by construction. Proven and suggested fixes belong to the command line: a hover names the command. */
export async function codeActions(
  judgedDocument: JudgedDocument,
  request: ActionRequest,
  context: Context,
): Promise<readonly Json[]> {
  const { document, buffer, shown } = judgedDocument;
  if (buffer === undefined) return [];
  const { text } = document.lines;
  const fixes = safeFixes(buffer, text);
  if (fixes.length === 0) return [];
  const edit = (edits: readonly Pick<Edit, "span" | "text">[]) =>
    workspaceEdit(judgedDocument, edits, request.versioned);
  const actions: Json[] = [];
  if (wants(request, "quickfix"))
    for (const { finding, fix } of fixes) {
      const shownFinding = shown.find((one) => one.finding === finding);
      if (shownFinding === undefined || !touches(shownFinding.range, request.range)) continue;
      const diagnostics = diagnosticsOf([shownFinding], buffer).slice(0, 1);
      actions.push({ title: fix.title, kind: "quickfix", isPreferred: true, diagnostics, edit: edit(fix.edits) });
    }
  if (wants(request, fixAllKind)) {
    const edits = await allEdits(judgedDocument, context);
    if (edits.length > 0)
      actions.push({ title: "Apply all safe fixes of hullproof", kind: fixAllKind, edit: edit(edits) });
  }
  return actions;
}

/** A text that `fix` refuses has no fixes here either. */
async function allEdits(
  { document, buffer }: JudgedDocument,
  context: Context,
): Promise<Awaited<ReturnType<typeof fixAll>>> {
  if (buffer === undefined) return [];
  try {
    return await fixAll(buffer, document.lines.text, context);
  } catch (error) {
    if (error instanceof Failure) return [];
    throw error;
  }
}

/** LSP 3.17, CodeActionContext: a kind includes all kinds that start with it. */
function wants({ only }: ActionRequest, kind: string): boolean {
  return only.length === 0 || only.some((one) => one === "" || kind === one || kind.startsWith(`${one}.`));
}

function touches(one: Range, other: Range): boolean {
  return !isBefore(one.end, other.start) && !isBefore(other.end, one.start);
}

function isBefore(one: Range["start"], other: Range["start"]): boolean {
  return one.line < other.line || (one.line === other.line && one.character < other.character);
}

function workspaceEdit(
  { document }: JudgedDocument,
  edits: readonly Pick<Edit, "span" | "text">[],
  versioned: boolean,
): Json {
  const { uri, version, lines } = document;
  const textEdits = edits.map(({ span, text }) => ({
    range: { start: { ...lines.at(span.start) }, end: { ...lines.at(span.end) } },
    newText: text,
  }));
  if (versioned) return { documentChanges: [{ textDocument: { uri, version }, edits: textEdits }] };
  return { changes: Object.fromEntries([[uri, textEdits]]) };
}
