import type { KubeValue } from "./kube-node.ts";

const words = new Map<string, KubeValue>([
  ...["", "~", "null", "Null", "NULL"].map((word) => [word, null] as const),
  ...["y", "Y", "yes", "Yes", "YES", "true", "True", "TRUE", "on", "On", "ON"].map((word) => [word, true] as const),
  ...["n", "N", "no", "No", "NO", "false", "False", "FALSE", "off", "Off", "OFF"].map((word) => [word, false] as const),
]);

/**
 * The value of an unquoted scalar in Kubernetes, whose tools read YAML 1.1 (sigs.k8s.io/yaml on go-yaml v2): `yes`, `on` and `n` are booleans, `0644` and
 * `0o644` are 420, `1_000` is 1000; a date is a text. Recorded from kubectl 1.32.
 */
export function plainValue(text: string): KubeValue {
  const word = words.get(text);
  if (word !== undefined) return word;
  if (!/^[-+.0-9]/.test(text)) return text;
  const digits = text.replaceAll("_", "");
  const whole = wholeNumber(digits);
  if (whole !== undefined) return whole;
  if (!/^[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?$/.test(digits)) return text;
  const value = Number(digits);
  return Number.isFinite(value) ? value : text;
}

function wholeNumber(text: string): number | undefined {
  const sign = text.startsWith("-") ? -1 : 1;
  const digits = /^[-+]/.test(text) ? text.slice(1) : text;
  if (/^(?:0|[1-9]\d*)$/.test(digits)) return sign * Number(digits);
  if (/^0[0-7]+$/.test(digits)) return sign * Number.parseInt(digits, 8);
  if (/^0(?:o[0-7]+|O[0-7]+|x[0-9a-f]+|X[0-9a-f]+|b[01]+|B[01]+)$/i.test(digits))
    return sign * Number(digits.toLowerCase());
  return undefined;
}
