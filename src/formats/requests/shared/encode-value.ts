/** Percent-encoded, but for `{{name}}` and `${NAME}`. */
export function encodeValue(value: string): string {
  return value
    .split(/(\{\{\w+\}\}|\$\{\w+\})/u)
    .map((piece, at) => (at % 2 === 1 ? piece : encodeURIComponent(piece)))
    .join("");
}
