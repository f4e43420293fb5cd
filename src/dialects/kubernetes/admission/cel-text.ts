import { replaceUnsafe } from "../../text/visible.ts";

/** A text of the Common Expression Language (spec, "String and Bytes Values"), in single quotes. */
export function celText(text: string): string {
  const escaped = text.replaceAll("\\", String.raw`\\`).replaceAll("'", String.raw`\'`);
  const safe = replaceUnsafe(escaped, (character) => {
    const code = character.codePointAt(0) ?? 0;
    // A lone surrogate is not a character.
    if (code >= 0xd800 && code <= 0xdfff) return "\ufffd";
    return code > 0xffff
      ? String.raw`\U${code.toString(16).padStart(8, "0")}`
      : String.raw`\u${code.toString(16).padStart(4, "0")}`;
  });
  return `'${safe}'`;
}

export function celList(texts: readonly string[]): string {
  return `[${texts.map(celText).join(", ")}]`;
}

/** `ok` of each container `c` of a pod, ephemeral ones too. */
export function everyContainer(ok: string): string {
  return `variables.containers.all(c, ${ok}) && variables.ephemeral.all(c, ${ok})`;
}

/** Kubernetes' own function: quantities such as `64Mi` and `500m` compare as numbers. */
export function quantityAtMost(value: string, maxQuantity: string): string {
  return `quantity(${value}).compareTo(quantity(${celText(maxQuantity)})) <= 0`;
}
