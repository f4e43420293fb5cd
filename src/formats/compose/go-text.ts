import type { ScalarNode } from "./compose-node.ts";

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
