import { Failure } from "../../domain/failure.ts";
import { copiedInto } from "../../text/copied-into.ts";

/** An archive of deep paths that share nothing names thousands of folders an entry. A real image of three million files has four million paths. */
const maxRows = 8_388_608;

/**
 * Every path that any layer ever had, as a table: one row a path, found by folder and name. Rows are never removed, so a row
 * number stays good; what shows is up to `layer`. About 45 bytes a row with its name.
 */
export interface Nodes {
  count: number;
  /** Row of the folder; the root is row 0 and its own parent. */
  parent: Int32Array;
  /** Layer and entry that show at this path; layer -1: nothing, or a folder that only other paths name. */
  layer: Int16Array;
  entry: Uint32Array;
  /** Rows of the folder's first child, and of the next child of the same folder; -1: none. A `sibling` of -2: in no folder's list. */
  firstChild: Int32Array;
  sibling: Int32Array;
  names: Uint8Array;
  nameEnd: Uint32Array;
  /** Open addressing over (parent, name); -1: free. A power of two. */
  slots: Int32Array;
}

/** `expected` rows have room from the start; there may be more. */
export function newNodes(expected = 0): Nodes {
  const capacity = expected + 1_024;
  const nodes: Nodes = {
    count: 0,
    parent: new Int32Array(capacity),
    layer: new Int16Array(capacity),
    entry: new Uint32Array(capacity),
    firstChild: new Int32Array(capacity),
    sibling: new Int32Array(capacity),
    names: new Uint8Array(capacity * 16),
    nameEnd: new Uint32Array(capacity),
    slots: newSlots(capacity),
  };
  addRow(nodes, hash(0, scratch, 0, 0), 0, scratch, 0, 0);
  nodes.sibling[0] = -1;
  return nodes;
}

/** Row of the child whose name is `bytes` from `start` to `end`, or -1. */
export function findChild(nodes: Nodes, parent: number, bytes: Uint8Array, start: number, end: number): number {
  return find(nodes, hash(parent, bytes, start, end), parent, bytes, start, end);
}

/** Row of that child, made when there is none. Throws `Failure` (`bad-image`) when there are too many. */
export function childOf(nodes: Nodes, parent: number, bytes: Uint8Array, start: number, end: number): number {
  const hashed = hash(parent, bytes, start, end);
  const existingRow = find(nodes, hashed, parent, bytes, start, end);
  if (existingRow === -1) return addRow(nodes, hashed, parent, bytes, start, end);
  if (nodes.sibling[existingRow] === detached) attach(nodes, parent, existingRow);
  return existingRow;
}

/** Row of the child of this name, or -1. */
export function findNamed(nodes: Nodes, parent: number, name: string): number {
  return findChild(nodes, parent, scratch, 0, utf8(name));
}

/** Row of that child, made when there is none. */
export function childNamed(nodes: Nodes, parent: number, name: string): number {
  return childOf(nodes, parent, scratch, 0, utf8(name));
}

const encoder = new TextEncoder();
let scratch = new Uint8Array(1_024);

/** Writes the text to `scratch` and returns how many bytes it takes. Names are short and nearly all ASCII. */
function utf8(text: string): number {
  if (text.length * 3 > scratch.length) scratch = new Uint8Array(text.length * 3);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 127) return encoder.encodeInto(text, scratch).written;
    scratch[at] = code;
  }
  return text.length;
}

function find(nodes: Nodes, hashed: number, parent: number, bytes: Uint8Array, start: number, end: number): number {
  const { slots, parent: parents } = nodes;
  const mask = slots.length - 1;
  for (let slot = hashed & mask; ; slot = (slot + 1) & mask) {
    const row = slots[slot] ?? -1;
    if (row === -1) return -1;
    if (parents[row] === parent && row !== 0 && sameName(nodes, row, bytes, start, end)) return row;
  }
}

/**
 * Takes the children out of their folder's list and returns them; `childOf` puts one back when it is named again. So an archive that empties
 * the same folder repeatedly costs only the entries added since, not all that ever existed.
 */
export function detachChildren(nodes: Nodes, row: number): number[] {
  const children = [...childrenOf(nodes, row)];
  for (const child of children) nodes.sibling[child] = detached;
  nodes.firstChild[row] = -1;
  return children;
}

const detached = -2;

function attach(nodes: Nodes, parent: number, row: number): void {
  nodes.sibling[row] = nodes.firstChild[parent] ?? -1;
  nodes.firstChild[parent] = row;
}

export function nodeName(nodes: Nodes, row: number): string {
  return decoder.decode(nodes.names.subarray(row === 0 ? 0 : nodes.nameEnd[row - 1], nodes.nameEnd[row]));
}

/** Absolute path; `/` for the root. */
export function nodePath(nodes: Nodes, row: number): string {
  if (row === 0) return "/";
  let path = "";
  for (let at = row; at !== 0; at = nodes.parent[at] ?? 0) path = `/${nodeName(nodes, at)}${path}`;
  return path;
}

export function* childrenOf(nodes: Nodes, row: number): Generator<number> {
  for (let child = nodes.firstChild[row] ?? -1; child >= 0; child = nodes.sibling[child] ?? -1) yield child;
}

const decoder = new TextDecoder();

function addRow(nodes: Nodes, hashed: number, parent: number, bytes: Uint8Array, start: number, end: number): number {
  if (nodes.count === maxRows) {
    throw new Failure("bad-image", `The image names more than ${maxRows} paths.`, {
      hint: "No real image has so many: it may be made to use up memory.",
    });
  }
  if (nodes.count === nodes.parent.length) grow(nodes);
  const row = nodes.count++;
  const nameStart = row === 0 ? 0 : (nodes.nameEnd[row - 1] ?? 0);
  const nameEnd = nameStart + end - start;
  if (nameEnd > nodes.names.length) {
    const names = new Uint8Array(Math.max(nodes.names.length * 2, nameEnd));
    names.set(nodes.names);
    nodes.names = names;
  }
  const { names } = nodes;
  for (let from = start, to = nameStart; from < end; from++, to++) names[to] = bytes[from] ?? 0;
  nodes.nameEnd[row] = nameEnd;
  nodes.parent[row] = parent;
  nodes.layer[row] = -1;
  nodes.firstChild[row] = -1;
  nodes.sibling[row] = -1;
  if (row !== 0) attach(nodes, parent, row);
  insert(nodes.slots, row, hashed);
  return row;
}

function grow(nodes: Nodes): void {
  const capacity = nodes.parent.length * 2;
  nodes.parent = copiedInto(nodes.parent, new Int32Array(capacity));
  nodes.layer = copiedInto(nodes.layer, new Int16Array(capacity));
  nodes.entry = copiedInto(nodes.entry, new Uint32Array(capacity));
  nodes.firstChild = copiedInto(nodes.firstChild, new Int32Array(capacity));
  nodes.sibling = copiedInto(nodes.sibling, new Int32Array(capacity));
  nodes.nameEnd = copiedInto(nodes.nameEnd, new Uint32Array(capacity));
  nodes.slots = newSlots(capacity);
  for (let row = 0; row < nodes.count; row++) {
    const start = row === 0 ? 0 : (nodes.nameEnd[row - 1] ?? 0);
    insert(nodes.slots, row, hash(nodes.parent[row] ?? 0, nodes.names, start, nodes.nameEnd[row] ?? 0));
  }
}

/** A power of two, at least a third more than there are rows. */
function newSlots(rows: number): Int32Array {
  return new Int32Array(2 ** Math.ceil(Math.log2(rows * 1.34))).fill(-1);
}

function insert(slots: Int32Array, row: number, hashed: number): void {
  const mask = slots.length - 1;
  let slot = hashed & mask;
  while (slots[slot] !== -1) slot = (slot + 1) & mask;
  slots[slot] = row;
}

/** Random in each process, so that no one can prepare names that all collide. Results do not depend on it. */
const seed = Math.trunc(Math.random() * 0x1_0000_0000);

/** FNV-1a over the parent's row and the name, mixed once more so that neighbouring rows spread. */
function hash(parent: number, bytes: Uint8Array, start: number, end: number): number {
  let value = seed ^ Math.imul(parent, 0x9e3779b1);
  for (let at = start; at < end; at++) value = Math.imul(value ^ (bytes[at] ?? 0), 0x01000193);
  value ^= value >>> 15;
  return Math.imul(value, 0x85ebca6b) >>> 0;
}

function sameName({ names, nameEnd }: Nodes, row: number, bytes: Uint8Array, start: number, end: number): boolean {
  const from = nameEnd[row - 1] ?? 0;
  if ((nameEnd[row] ?? 0) - from !== end - start) return false;
  for (let at = start; at < end; at++) if (names[from + at - start] !== bytes[at]) return false;
  return true;
}
