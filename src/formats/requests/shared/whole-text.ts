import { Failure } from "../../../domain/failure.ts";
import type { RequestReader, RequestReading } from "../request-source.ts";

/** 20 MB: the largest published OpenAPI documents have 12. */
const maxBytes = 20 * 1000 * 1000;

/** A reader of a format that is read as one text. */
export function wholeText(file: string, read: (text: string) => RequestReading): RequestReader {
  const chunks: Buffer[] = [];
  let bytes = 0;
  return {
    push(chunk) {
      bytes += chunk.length;
      if (bytes > maxBytes)
        throw new Failure("bad-usage", `${file} has more than 20 MB`, {
          hint: "Name a part of it, or another source.",
        });
      chunks.push(chunk);
    },
    finish: () =>
      read(
        Buffer.concat(chunks)
          .toString("utf8")
          .replace(/^\uFEFF/u, ""),
      ),
  };
}
