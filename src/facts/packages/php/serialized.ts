import { bufferOf } from "../binary/header.ts";
import { checkCount } from "../text/bounds.ts";

/** A value that PHP's `serialize` wrote; numbers as text, keys of arrays too. */
export type PhpValue = null | boolean | string | PhpArray;
export type PhpArray = ReadonlyMap<string, PhpValue>;

/** PEAR's registry goes some eight deep. */
const deepest = 64;

/**
 * Reads what PHP's `serialize` writes of plain data (php-src, ext/standard/var.c): `N;`, `b:1;`, `i:7;`, `d:0.5;`, `s:3:"abc";` with the length in
 * bytes, `a:1:{KEY VALUE}`. No objects, no references: they are never created here. Throws `Error` with a reason that fits after a file name.
 */
export function readSerialized(data: Uint8Array): PhpValue {
  const bytes = bufferOf(data);
  let at = 0;
  let count = 0;
  return value(0);

  function value(depth: number): PhpValue {
    if (depth > deepest) throw new Error(`it is more than ${deepest} arrays deep`);
    checkCount(++count);
    const type = String.fromCharCode(bytes[at] ?? 0);
    if (type === "N") {
      expect("N;");
      return null;
    }
    if (type === "b") return scalar("b:", /^[01]$/) === "1";
    if (type === "i") return scalar("i:", /^[+-]?\d{1,20}$/);
    if (type === "d") return scalar("d:", /^[\d.+\-EINFA]{1,40}$/);
    if (type === "s") return string();
    if (type === "a") return array(depth);
    throw new Error("it holds something else than plain data that PHP serialized");
  }

  function array(depth: number): PhpArray {
    const length = lengthAfter("a:", "{");
    const entries = new Map<string, PhpValue>();
    for (let index = 0; index < length; index++) {
      const key = value(deepest);
      if (typeof key !== "string") throw new Error("an array in it has an invalid key");
      entries.set(key, value(depth + 1));
    }
    expect("}");
    return entries;
  }

  function string(): string {
    const length = lengthAfter("s:", '"');
    if (length > bytes.length - at) throw new Error("a text in it is longer than the file");
    const text = bytes.toString("utf8", at, at + length);
    at += length;
    expect('";');
    return text;
  }

  function lengthAfter(begin: string, open: string): number {
    expect(begin);
    const number = upTo(":");
    if (!/^\d{1,9}$/.test(number)) throw new Error("a length in it is not a number");
    expect(open);
    return Number(number);
  }

  function scalar(begin: string, form: RegExp): string {
    expect(begin);
    const text = upTo(";");
    if (!form.test(text)) throw new Error("it holds a number that cannot be read");
    return text;
  }

  /** At most 40 bytes: the text is a number. */
  function upTo(end: string): string {
    const near = bytes.subarray(at, at + 41).indexOf(end);
    if (near === -1) throw new Error("it ends, or goes on, where a number should stand");
    const text = bytes.toString("latin1", at, at + near);
    at += near + 1;
    return text;
  }

  function expect(text: string): void {
    if (bytes.toString("latin1", at, at + text.length) !== text)
      throw new Error(`at byte ${at} it has something else than ${text}`);
    at += text.length;
  }
}

export function isArray(value: PhpValue | undefined): value is PhpArray {
  return value instanceof Map;
}
