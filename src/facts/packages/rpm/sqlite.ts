import type { FileBody } from "../../../domain/image/file-body.ts";
import { decode } from "../ecosystem.ts";
import type { Pages } from "./pages.ts";
import { pagesOf, readChain } from "./pages.ts";
import { readColumn, readVarint } from "./sqlite-record.ts";

/** First bytes of a database (https://www.sqlite.org/fileformat2.html, section 1.3). */
export const sqliteMagic = "SQLite format 3\0";

const interior = 5;
const leaf = 13;
const fileHeader = 100;

/**
 * The headers in rpm's SQLite database: the second column of its table `Packages (hnum INTEGER PRIMARY KEY, blob BLOB)`. Reads
 * only pages of that table's tree and the schema's. Throws `Error` with the reason when the file is damaged.
 */
export function* sqliteHeaders(body: FileBody): Generator<Uint8Array> {
  const head = body.read(0, fileHeader);
  if (head.length < fileHeader || decode(head.subarray(0, 16)) !== sqliteMagic)
    throw new Error("it is not a SQLite database");
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength);
  const stored = view.getUint16(16);
  const pageSize = stored === 1 ? 65_536 : stored;
  if (pageSize < 512 || (pageSize & (pageSize - 1)) !== 0) throw new Error(`its pages cannot have ${pageSize} bytes`);
  const usable = pageSize - view.getUint8(20);
  if (usable < 480) throw new Error("its pages have no room");
  if (view.getUint32(56) > 1) throw new Error("its text is not UTF-8");

  const pages = pagesOf(body, pageSize);
  let root: number | undefined;
  for (const record of rows(pages, usable, 0)) {
    const [type, name, , page] = [0, 1, 2, 3].map((column) => readColumn(record, column));
    if (type === undefined || name === undefined || page === undefined) continue;
    if (decode(type) === "table" && decode(name) === "Packages")
      root = page.reduce((pageNumber, byte) => pageNumber * 256 + byte, 0);
  }
  if (root === undefined) throw new Error("it has no table of packages");
  for (const record of rows(pages, usable, root - 1)) {
    const blob = readColumn(record, 1);
    if (blob === undefined || blob.length === 0) throw new Error("a row of its table of packages has no header");
    yield blob;
  }
}

/** Records of a table's tree (section 1.6), in the order of their row ids. `root` counts from 0. */
function* rows(pages: Pages, usable: number, root: number): Generator<Uint8Array> {
  const todo = [root];
  // Records never overlap, so together they are no longer than the file.
  let budget = pages.count * pages.size;
  for (let number = todo.pop(); number !== undefined; number = todo.pop()) {
    const page = pages.take(number);
    const view = new DataView(page.buffer, page.byteOffset, page.byteLength);
    const start = number === 0 ? fileHeader : 0;
    const kind = view.getUint8(start);
    if (kind !== interior && kind !== leaf) throw new Error(`page ${number} of it is not part of a table`);
    const pointers = start + (kind === interior ? 12 : 8);
    const cells = view.getUint16(start + 3);
    if (pointers + cells * 2 > usable) throw new Error(`page ${number} of it has too many cells`);
    if (kind === interior) {
      todo.push(view.getUint32(start + 8) - 1);
      for (let index = cells - 1; index >= 0; index--)
        todo.push(childAt(view, view.getUint16(pointers + index * 2)) - 1);
      if (todo.length > pages.count) throw new Error("its tree has more branches than pages");
    } else {
      for (let index = 0; index < cells; index++) {
        const record = payload(pages, usable, page, view.getUint16(pointers + index * 2));
        budget -= record.length;
        if (budget < 0) throw new Error("its records overlap");
        yield record;
      }
    }
  }
}

function childAt(view: DataView, at: number): number {
  if (at + 4 > view.byteLength) throw new Error("a cell in it lies beyond its page");
  return view.getUint32(at);
}

/** A leaf's cell: length, row id, as much of the record as fits the page's share, then the first overflow page. */
function payload(pages: Pages, usable: number, page: Uint8Array, cell: number): Uint8Array {
  const length = readVarint(page, cell);
  const start = readVarint(page, length.next).next;
  if (length.value > pages.count * pages.size) throw new Error("a record in it is longer than the file");
  const maxLocal = usable - 35;
  const minLocal = Math.floor(((usable - 12) * 32) / 255) - 23;
  const spread = minLocal + ((length.value - minLocal) % (usable - 4));
  const local = length.value <= maxLocal ? length.value : spread <= maxLocal ? spread : minLocal;
  const overflows = local < length.value;
  if (start + local + (overflows ? 4 : 0) > usable) throw new Error("a cell in it lies beyond its page");
  const bytes = page.subarray(start, start + local);
  if (!overflows) return bytes;
  const first = new DataView(page.buffer, page.byteOffset + start + local, 4).getUint32(0);
  return readChain(length.value, { page: first, bytes }, (number) => {
    const next = pages.take(number - 1);
    return {
      page: new DataView(next.buffer, next.byteOffset, 4).getUint32(0),
      bytes: next.subarray(4, usable),
    };
  });
}
