/** `key:` with what lies below it; nothing where there is nothing. */
export function below(key: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : [`${key}:`, ...lines.map((line) => `  ${line}`)];
}
