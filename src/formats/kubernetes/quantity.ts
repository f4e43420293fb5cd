import { ownValue } from "../../domain/own-value.ts";

/** Parts are read as decimals: `27028m` times 0.001 would not be 27.028. */
const parts: Readonly<Record<string, string>> = { n: "e-9", u: "e-6", m: "e-3" };
const factors: Readonly<Record<string, number>> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/**
 * `250m`, `64Mi`, `1e3`, `0.5`: a quantity of Kubernetes in its own unit; undefined for what the API refuses (`64MB`, `1 Gi`).
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export function quantity(source: string | number): number | undefined {
  const text = String(source);
  const matched = /^([-+]?(?:\d+(?:\.\d*)?|\.\d+))(?:([numkMGTPE]|[KMGTPE]i)?|[eE]([-+]?\d{1,3}))$/.exec(text);
  if (matched === null) return undefined;
  const [, digits = "", suffix = "", exponent] = matched;
  const decimal = exponent === undefined ? ownValue(parts, suffix) : `e${exponent}`;
  const value =
    decimal === undefined ? Number(digits) * (ownValue(factors, suffix) ?? 1) : Number(`${digits}${decimal}`);
  return Number.isFinite(value) ? value : undefined;
}
