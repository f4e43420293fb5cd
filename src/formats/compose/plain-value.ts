import { withoutEnd } from "../../text/cut.ts";
import type { ScalarNode } from "./compose-node.ts";
import { goNumber } from "./go-text.ts";
import type { ComposeQuirks } from "./quirks.ts";

export type PlainValue = Pick<ScalarNode, "value" | "asText" | "isTime" | "isFraction">;

/**
 * The value of an unquoted scalar in docker compose's YAML library (go-yaml): `0755` and `0o755` are 493, `0x1f` is 31, `yes` is a text.
 * `refuse` hears of a value that JSON has no form for.
 */
export function plainValue(text: string, quirks: ComposeQuirks, refuse: (problem: string) => Error): PlainValue {
  if (text === "" || text === "~" || /^(?:null|Null|NULL)$/.test(text)) return { value: null };
  if (/^(?:true|True|TRUE)$/.test(text)) return { value: true };
  if (/^(?:false|False|FALSE)$/.test(text)) return { value: false };
  if (!/^[-+.0-9]/.test(text)) return { value: text };
  const time = timeText(text);
  if (time !== undefined) return { value: time, isTime: true };
  const digits = text.replaceAll("_", "");
  const whole = wholeNumber(digits);
  if (whole !== undefined) {
    const value = Number(whole);
    if (whole < -(2n ** 63n) || whole >= 2n ** 64n) return { value, asText: goNumber(value) };
    if (quirks.keepsNegativeZero && value === 0 && text.startsWith("-")) return { value, asText: "-0" };
    return Number.isSafeInteger(value) ? { value } : { value, asText: String(whole) };
  }
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(digits) && Number.isFinite(Number(digits)))
    return { value: Number(digits), asText: goNumber(Number(digits)), isFraction: true };
  if (/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(text)) throw refuse(`json: unsupported value: ${text}`);
  return { value: text };
}

function wholeNumber(text: string): bigint | undefined {
  const digits = /^[-+]/.test(text) ? text.slice(1) : text;
  const sign = text.startsWith("-") ? -1n : 1n;
  if (digits.length > 400) return undefined;
  if (/^(?:0|[1-9]\d*)$/.test(digits)) return sign * BigInt(digits);
  if (/^0[0-7]+$/.test(digits)) return sign * BigInt(`0o${digits}`);
  if (/^0(?:[oO][0-7]+|[xX][0-9a-fA-F]+|[bB][01]+)$/.test(digits)) return sign * BigInt(digits.toLowerCase());
  return undefined;
}

/** A point of time as Go prints it, in UTC or its own offset; undefined for other texts. */
function timeText(text: string): string | undefined {
  const match =
    /^(\d{4})-(\d\d?)-(\d\d?)(?:(?:[Tt]|[ \t]+)(\d\d?):(\d\d):(\d\d)(\.\d*)?(?:[ \t]*(Z|[-+]\d\d?(?::?\d\d)?))?)?$/.exec(
      text,
    );
  if (match === null) return undefined;
  const [, year = "", month = "", day = "", hour = "0", minute = "00", second = "00", fraction = "", zone = "Z"] =
    match;
  const two = (part: string): string => part.padStart(2, "0");
  const date = `${year}-${two(month)}-${two(day)}`;
  const check = new Date(`${date}T${two(hour)}:${minute}:${second}Z`);
  if (Number.isNaN(check.getTime()) || !check.toISOString().startsWith(date)) return undefined;
  const part = withoutEnd(fraction, "0");
  const [, sign = "+", hours = "00", minutes = "00"] = /^([-+])(\d\d?):?(\d\d)?$/.exec(zone) ?? [];
  const offset = `${sign}${two(hours)}${minutes}`;
  const name = zone === "Z" || /^[-+]0000$/.test(offset) ? "UTC" : offset;
  return `${date} ${two(hour)}:${minute}:${second}${part === "." ? "" : part} ${zone === "Z" ? "+0000" : offset} ${name}`;
}
