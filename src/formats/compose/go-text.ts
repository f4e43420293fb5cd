import type { ComposeNode, ScalarNode } from "./compose-node.ts";

/** A value as docker compose turns it into text: `1.50` is `1.5`, null is empty. */
export function goText(node: ScalarNode): string {
  if (node.value === null) return "";
  return node.asText ?? String(node.value);
}

/** A number with a point or an exponent as Go prints it (`%v`): with an exponent below -4 and from seven digits on. */
export function goNumber(value: number): string {
  const [digits = "0", exponent = "0"] = value.toExponential().split("e");
  const power = Number(exponent);
  if (power >= -4 && power < 6) return String(value);
  return `${digits}e${power < 0 ? "-" : "+"}${String(Math.abs(power)).padStart(2, "0")}`;
}

/** The name that Go's `%T` has for the type of a value. */
export function goType(node: ComposeNode): string {
  if (node.kind === "list") return "[]interface {}";
  if (node.kind === "map") return "map[string]interface {}";
  if (node.value === null) return "<nil>";
  if (typeof node.value === "number") return node.isFraction === true ? "float64" : "int";
  return typeof node.value === "boolean" ? "bool" : "string";
}

/** A value as Go's `%s` prints it. */
export function goPrinted(node: ComposeNode): string {
  if (node.kind === "list") return `[${node.items.map(goPrinted).join(" ")}]`;
  if (node.kind === "scalar") return goText(node);
  const keys = [...node.entries].toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `map[${keys.map(([key, value]) => `${key}:${goPrinted(value)}`).join(" ")}]`;
}
