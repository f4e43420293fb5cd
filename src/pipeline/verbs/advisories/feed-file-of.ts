import { openSync } from "node:fs";
import { readFile } from "node:fs/promises";
import type { FeedFile } from "../../../sources/advisories/feed-file.ts";
import type { FetchedFile } from "../../../sources/advisories/fetch-unit.ts";
import { diskBody } from "../../../sources/image/bodies/disk-body.ts";

/** A downloaded file in the form that the compiler reads. Its date is the server's, else `today`. */
export function feedFileOf({ part, path, state }: FetchedFile, today: string): FeedFile {
  const modified = Date.parse(state.lastModified ?? "");
  const date = Number.isNaN(modified) ? today : new Date(modified).toISOString().slice(0, 10);
  return {
    name: nameOf(part.url),
    date: date > today ? today : date,
    read: () => readFile(path),
    body: () => diskBody(state.bytes, () => openSync(path, "r"), true),
  };
}

/** `PyPI/all.zip`: its name in messages. */
function nameOf(url: string): string {
  return decodeURIComponent(new URL(url).pathname).replace(/^\/+/, "");
}
