import type { BrowseTree } from "../../domain/image/browse-tree.ts";
import type { ScreenEvent } from "../screen/screen.ts";
import { nextMatch } from "./search.ts";
import { stepViewer, type Viewer } from "./viewer.ts";
import { savedName } from "./saved-name.ts";
import { rowsShown, withOpened } from "./rows-shown.ts";

/** The data to browse. */
export interface Model {
  readonly name: string;
  readonly layers: number;
  readonly tree: (layer: number | undefined) => BrowseTree;
}

export interface State {
  readonly columns: number;
  readonly rows: number;
  /** Undefined: the final file system. */
  readonly layer: number | undefined;
  readonly focus: "layers" | "files";
  /** Row of the tree. */
  readonly cursor: number;
  readonly open: ReadonlySet<number>;
  /** Number of rows above the window. */
  readonly top: number;
  /** A line of text input. */
  readonly prompt?: { readonly kind: "search" | "save"; readonly text: string };
  readonly searched?: string;
  readonly viewer?: Viewer;
  readonly message?: string;
}

/** What a key requests besides a new state. */
export type Wish =
  | { readonly kind: "quit" }
  | { readonly kind: "read"; readonly path: string }
  | { readonly kind: "save"; readonly path: string; readonly to: string };

export interface Action {
  readonly state: State;
  readonly wish?: Wish;
}

export const firstState: State = {
  columns: 80,
  rows: 24,
  layer: undefined,
  focus: "files",
  cursor: 0,
  open: new Set([0]),
  top: 0,
};

/** Rows for the layers: a third of the screen at most. */
export function layerRows({ rows }: Pick<State, "rows">, layers: number): number {
  return Math.max(1, Math.min(layers + 1, Math.floor((rows - 4) / 3)));
}

/** Rows for the files: the title, a separator, the path and the help take the rest. */
export function fileRows(state: Pick<State, "rows">, layers: number): number {
  return Math.max(1, state.rows - layerRows(state, layers) - 4);
}

export function step(state: State, event: ScreenEvent, model: Model): Action {
  switch (event.kind) {
    case "end":
      return { state, wish: { kind: "quit" } };
    case "size":
      return { state: inWindow({ ...state, columns: event.columns, rows: event.rows }, model) };
    case "key":
      break;
  }
  const { key } = event;
  const { message: _, ...quiet } = state;
  if (quiet.prompt !== undefined) return typed(quiet, quiet.prompt, key, model);
  if (quiet.viewer !== undefined) {
    const viewer = stepViewer(quiet.viewer, key, quiet);
    const { viewer: __, ...closed } = quiet;
    return { state: viewer === undefined ? closed : { ...quiet, viewer } };
  }
  if (key === "q" || key === "end-of-input") return { state: quiet, wish: { kind: "quit" } };
  if (key === "tab") return { state: { ...quiet, focus: quiet.focus === "files" ? "layers" : "files" } };
  if (key === "/") return { state: { ...quiet, focus: "files", prompt: { kind: "search", text: "" } } };
  if (key === "n" || key === "N") return { state: searchFor(quiet, quiet.searched ?? "", model, key === "N") };
  if (quiet.focus === "layers") return { state: amongLayers(quiet, key, model) };
  return amongFiles(quiet, key, model);
}

function amongLayers(state: State, key: string, model: Model): State {
  if (key === "enter" || key === "right" || key === "l") return { ...state, focus: "files" };
  const at = state.layer === undefined ? 0 : state.layer + 1;
  const to = moved(at, key, model.layers, layerRows(state, model.layers));
  if (to === at) return state;
  return { ...state, layer: to === 0 ? undefined : to - 1, cursor: 0, open: new Set([0]), top: 0 };
}

function amongFiles(state: State, key: string, model: Model): Action {
  const tree = model.tree(state.layer);
  const { cursor, open } = state;
  const isFolder = tree.at(cursor).kind === "folder";
  const isOpen = isFolder && open.has(cursor);
  if (key === "enter" || key === "right" || key === "l") {
    if (!isFolder) return key === "enter" ? requestFile(state, "v", tree) : { state };
    if (!isOpen) return { state: { ...state, open: withOpened(open, cursor) } };
    if (key === "enter") return { state: inWindow({ ...state, open: without(open, cursor) }, model) };
    return { state: inWindow({ ...state, cursor: tree.children(cursor)[0] ?? cursor }, model) };
  }
  if (key === "left" || key === "h") {
    if (isOpen && cursor !== 0) return { state: inWindow({ ...state, open: without(open, cursor) }, model) };
    return { state: inWindow({ ...state, cursor: tree.parent(cursor) }, model) };
  }
  if (key === "v" || key === "s") return requestFile(state, key, tree);
  const visibleRows = rowsShown(tree, open);
  const at = visibleRows.indexOf(cursor);
  const to = moved(at, key, visibleRows.length - 1, fileRows(state, model.layers));
  return { state: inWindow({ ...state, cursor: visibleRows[to] ?? cursor }, model) };
}

/** Requests to view or to save a file. */
function requestFile(state: State, key: "v" | "s", tree: BrowseTree): Action {
  const { kind, mark } = tree.at(state.cursor);
  const participle = key === "v" ? "shown" : "saved";
  if (kind === "folder" || kind === "other")
    return { state: { ...state, message: `Only a file can be ${participle}.` } };
  if (mark === "deleted")
    return { state: { ...state, message: `It is deleted here: the layer that brought it has its content.` } };
  const path = tree.path(state.cursor);
  if (key === "v") return { state, wish: { kind: "read", path } };
  return { state: { ...state, prompt: { kind: "save", text: savedName(tree.name(state.cursor)) } } };
}

/** Maximum input length: longer than any path that can be opened (PATH_MAX). */
const longestTyped = 4_095;

function typed(state: State, prompt: NonNullable<State["prompt"]>, key: string, model: Model): Action {
  const { prompt: _, ...closed } = state;
  const { kind, text } = prompt;
  const withText = (next: string): Action => ({ state: { ...state, prompt: { kind, text: next } } });
  switch (key) {
    case "escape":
    case "end-of-input":
      return { state: closed };
    case "backspace":
      return withText(Array.from(text).slice(0, -1).join(""));
    case "clear":
      return withText("");
    case "enter":
      if (text === "") return { state: closed };
      if (kind === "search") return { state: searchFor(closed, text, model, false) };
      return { state: closed, wish: { kind: "save", path: model.tree(state.layer).path(state.cursor), to: text } };
    default:
      return Array.from(key).length === 1 && text.length < longestTyped ? withText(text + key) : { state };
  }
}

function searchFor(state: State, text: string, model: Model, backwards: boolean): State {
  if (text === "") return { ...state, message: "Nothing was searched for yet: / asks for a word." };
  const tree = model.tree(state.layer);
  const row = nextMatch(tree, text, state.cursor, backwards);
  if (row === undefined) return { ...state, searched: text, message: `No path here has ${text} in it.` };
  let { open } = state;
  for (let at = row; at !== 0;) {
    at = tree.parent(at);
    open = withOpened(open, at);
  }
  return inWindow({ ...state, searched: text, cursor: row, open, focus: "files" }, model);
}

/** The target of a movement key, from 0 to `last`. */
export function moved(at: number, key: string, last: number, page: number): number {
  const to = (place: number) => Math.max(0, Math.min(last, place));
  switch (key) {
    case "up":
    case "k":
      return to(at - 1);
    case "down":
    case "j":
      return to(at + 1);
    case "page-up":
      return to(at - page);
    case "page-down":
    case " ":
      return to(at + page);
    case "home":
    case "g":
      return 0;
    case "end":
    case "G":
      return last;
    default:
      return at;
  }
}

/** Moves the window to the cursor. */
function inWindow(state: State, model: Model): State {
  const visibleRows = rowsShown(model.tree(state.layer), state.open);
  const room = fileRows(state, model.layers);
  const at = visibleRows.indexOf(state.cursor);
  const lowest = Math.max(0, visibleRows.length - room);
  const top = Math.min(Math.max(Math.min(state.top, at), at - room + 1, 0), lowest);
  return { ...state, top };
}

function without(open: ReadonlySet<number>, row: number): ReadonlySet<number> {
  const remainingRows = new Set(open);
  remainingRows.delete(row);
  return remainingRows;
}
