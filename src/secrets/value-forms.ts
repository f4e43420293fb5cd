import { decodePercent } from "../text/decode-percent.ts";

/** A key or a certificate has fewer; the lines of a longer text are known as they are. */
const maxEncodedLines = 100;

/**
 * How a value may be printed: as it is; without blanks around it; line by line; the password of an address by itself; and, of parts that have at least
 * `minLongLength` characters, in base64 at each of its three offsets, hexadecimal digits, percent, JSON and HTML escapes.
 */
export function valueForms(value: string, minLongLength: number, byLine = true): string[] {
  const lines = value.split(/\r?\n/).map((line) => line.trim());
  const login = /^[a-z][\w+.-]*:\/\/[^\s/?#:]*:([^\s/?#]+)@/i.exec(value)?.[1];
  const parts = [value, value.trim(), ...(login === undefined ? [] : [login, decodePercent(login)])];
  const longLines = byLine && lines.length > 1 ? lines.filter((line) => line.length >= minLongLength) : [];
  const encodable = longLines.length > maxEncodedLines ? parts : [...parts, ...longLines];
  const forms = encodable.flatMap((part) => (part.length < minLongLength ? [part] : [part, ...encoded(part)]));
  return [...new Set([...forms, ...longLines])];
}

function encoded(text: string): string[] {
  const base64 = [0, 1, 2].flatMap((offset) => {
    const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(text)]);
    // Letters that share bits with the neighboring bytes do not depend on the value alone.
    const from = offset === 0 ? 0 : offset + 1;
    const whole = Math.floor((bytes.length * 8) / 6);
    const core = bytes.toString("base64").slice(from, whole);
    return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
  });
  const hex = Buffer.from(text).toString("hex");
  return [...base64, ...escaped(text), ...percent(text), hex, hex.toUpperCase()];
}

/** JSON as JavaScript and as Go write it, JSON within JSON, and HTML. */
function escaped(text: string): string[] {
  const json = JSON.stringify(text).slice(1, -1);
  const html = text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
  return [
    json,
    json.replaceAll(/[<>&]/g, (char) => String.raw`\u00${char.charCodeAt(0).toString(16)}`),
    JSON.stringify(json).slice(1, -1),
    html.replaceAll("'", "&#39;"),
    html.replaceAll("'", "&#x27;"),
  ];
}

function percent(text: string): string[] {
  if (!text.isWellFormed()) return [];
  const upper = encodeURIComponent(text);
  const strict = upper.replaceAll(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
  return [upper, strict].flatMap((form) => [
    form,
    form.replaceAll(/%[0-9A-F]{2}/g, (code) => code.toLowerCase()),
    form.replaceAll("%20", "+"),
    form.replaceAll("%2F", "/"),
  ]);
}
