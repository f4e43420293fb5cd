import { maxBodyBytes } from "../../../domain/workload/body-bytes.ts";
import type { HttpStep } from "../../../domain/workload/step.ts";

/**
 * The body of a step, padded to `bodyBytes` where its format ignores it: blanks within JSON (RFC 8259, section 2) and
 * at the end of an XML element (XML 1.0, production 42), an unknown field of a form, a longer file of a multipart body,
 * and empty lines after any other text. Blanks are inserted inside, since a parser may ignore data after the end.
 */
export function paddedBody({
  body = "",
  bodyBytes = 0,
  headers,
}: Pick<HttpStep, "body" | "bodyBytes" | "headers">): string {
  const paddingBytes = Math.min(bodyBytes, maxBodyBytes) - Buffer.byteLength(body);
  if (paddingBytes <= 0) return body;
  const type = Object.entries(headers).find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "";
  if (/^application\/x-www-form-urlencoded\b/iu.test(type)) {
    const field = `${body === "" ? "" : "&"}padding=`;
    return `${body}${field}${"x".repeat(Math.max(0, paddingBytes - field.length))}`;
  }
  const boundary = /^multipart\/.*\bboundary="?([^";]+)/iu.exec(type)?.[1];
  if (boundary !== undefined) return within(body, endOfFile(body, boundary), "x".repeat(paddingBytes));
  const start = body.search(/\S/u);
  if (isJson(body)) return within(body, start + 1, " ".repeat(paddingBytes));
  const end = body.trimEnd().length - 1;
  if (body[start] === "<" && body.startsWith("</", body.lastIndexOf("<")))
    return within(body, end, " ".repeat(paddingBytes));
  return `${body}${"\n".repeat(paddingBytes)}`;
}

function isJson(body: string): boolean {
  if (!/^\s*[[{]/u.test(body)) return false;
  try {
    JSON.parse(body);
    return true;
  } catch {
    return false;
  }
}

/** End of the last part with a file, or of the last part if none has one; end of the preamble if there are no parts. */
function endOfFile(body: string, boundary: string): number {
  const ends: number[] = [];
  for (let at = body.indexOf(`\n--${boundary}`); at !== -1; at = body.indexOf(`\n--${boundary}`, at + 1))
    ends.push(body[at - 1] === "\r" ? at - 1 : at);
  const isFile = (end: number, index: number): boolean =>
    /^content-disposition:.*\bfilename/imu.test(body.slice(ends[index - 1] ?? 0, end));
  return ends.findLast(isFile) ?? ends.at(-1) ?? 0;
}

function within(body: string, at: number, padding: string): string {
  return body.slice(0, at) + padding + body.slice(at);
}
