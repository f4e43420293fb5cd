/** `key:` with indented lines; nothing without lines. */
export function below(key: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${key}:`, ...lines.map((line) => `  ${line}`)];
}

/** Items of a list, each with its comment lines above. */
export function items(
  key: string,
  listItems: readonly { readonly why?: readonly string[]; readonly lines: readonly string[] }[],
): string[] {
  return below(
    key,
    listItems.flatMap(({ why = [], lines: [first = "", ...rest] }) => [
      ...why,
      `- ${first}`,
      ...rest.map((line) => `  ${line}`),
    ]),
  );
}
