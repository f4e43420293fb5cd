/** The JSON pointer of a plain JSONPath (`$.items[0].id`, `res.body.items[0].id` without its start); undefined for one with filters, wildcards or functions. */
export function pointerOfPath(path: string): string | undefined {
  const tokens = path.match(/\.?([A-Za-z_$][\w$-]*)|\[\d+\]|\['[^'\]]*'\]|\["[^"\]]*"\]/gu) ?? [];
  if (tokens.join("") !== path) return undefined;
  return tokens
    .map((token) =>
      token
        .replace(/^\./u, "")
        .replace(/^\["?'?/u, "")
        .replace(/"?'?\]$/u, ""),
    )
    .map((key) => `/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`)
    .join("");
}
