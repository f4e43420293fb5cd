/** A value for ENV or LABEL in double quotes, without variables; undefined where no Dockerfile can say it: a line break. */
export function quoteValue(value: string): string | undefined {
  return /[\n\r\0]/.test(value) ? undefined : `"${value.replaceAll(/[\\"$]/g, String.raw`\$&`)}"`;
}
