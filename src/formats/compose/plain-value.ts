import type { Plain } from "./compose-node.ts";

/**
 * What an unquoted scalar means to the YAML library of docker compose (go-yaml): `0755` and `0o755` are 493, `0x1f` is 31, `yes` is a text.
 * `refuse` hears of a value that other readers would take for something else.
 */
export function plainValue(text: string, refuse: (problem: string) => Error): Plain {
  if (text === "" || text === "~" || /^(?:null|Null|NULL)$/.test(text)) return null;
  if (/^(?:true|True|TRUE)$/.test(text)) return true;
  if (/^(?:false|False|FALSE)$/.test(text)) return false;
  if (!/^[-+.0-9]/.test(text)) return text;
  if (/^\d{4}-\d\d?-\d\d?(?:$|[Tt \t])/.test(text))
    throw refuse(`${text} is a point of time in YAML, which versions of docker compose print differently`);
  const digits = text.replaceAll("_", "");
  const whole = wholeNumber(digits);
  if (whole !== undefined) {
    if (Number.isSafeInteger(whole)) return whole;
    throw refuse(`${text} is a larger number than is read here`);
  }
  if (/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(digits) && Number.isFinite(Number(digits)))
    return Number(digits);
  if (/^[-+]?\.(?:inf|Inf|INF)$|^\.(?:nan|NaN|NAN)$/.test(text)) throw refuse(`${text} is no number`);
  return text;
}

function wholeNumber(text: string): number | undefined {
  const sign = text.startsWith("-") ? -1 : 1;
  const bare = /^[-+]/.test(text) ? text.slice(1) : text;
  if (/^(?:0|[1-9]\d*)$/.test(bare)) return sign * Number(bare);
  if (/^0[0-7]+$/.test(bare)) return sign * Number.parseInt(bare, 8);
  if (/^0(?:o[0-7]+|O[0-7]+|x[0-9a-f]+|X[0-9a-f]+|b[01]+|B[01]+)$/i.test(bare))
    return sign * Number(bare.toLowerCase());
  return undefined;
}
