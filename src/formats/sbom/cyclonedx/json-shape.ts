import { ownValue } from "../../../domain/own-value.ts";
import type { XmlNode } from "./xml.ts";

/** Elements whose children are a list in the JSON form. */
const lists: ReadonlySet<string> = new Set([
  "components",
  "properties",
  "occurrences",
  "hashes",
  "assemblies",
  "affects",
  "versions",
  "references",
  "responses",
  "ratings",
  "tools",
]);

/** Names that differ between the forms. */
const renamed: Readonly<Record<string, string>> = { responses: "response" };

/** An element in the form that the standard's JSON has, as far as `componentOf` and `statementsOf` ask. */
export function jsonShape(node: XmlNode): unknown {
  const { name, attributes, children } = node;
  const text = node.text.trim();
  if (name === "licenses")
    return children.map((child) =>
      child.name === "expression" ? { expression: child.text } : { license: jsonShape(child) },
    );
  // Since 1.5 `tools` holds `components`; before, it was the list.
  if (name === "tools" && children.some((child) => child.name === "components" || child.name === "services"))
    return membersOf(node);
  if (lists.has(name))
    return children.map((child) => (name === "assemblies" ? child.attributes["ref"] : jsonShape(child)));
  const keys = Object.keys(attributes).filter((key) => key !== "xmlns");
  if (children.length === 0 && keys.length === 0) return text;
  if (children.length > 0) return membersOf(node);
  // `<property name="x">value</property>`, `<hash alg="SHA-256">content</hash>`
  return { ...attributes, [name === "hash" ? "content" : "value"]: text };
}

function membersOf({ attributes, children }: XmlNode): Readonly<Record<string, unknown>> {
  return {
    ...attributes,
    ...Object.fromEntries(children.map((child) => [ownValue(renamed, child.name) ?? child.name, jsonShape(child)])),
  };
}
