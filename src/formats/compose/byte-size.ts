/** Bytes of `64m`, `1.5gb`, `512 KiB`, `-1`; undefined for what docker compose takes for none. */
export function byteSize(text: string): number | undefined {
  if (/^[-+]?\d{1,15}$/.test(text)) return Number(text);
  const [, amount, unit = ""] = /^(\d+(?:\.\d*)?|\.\d+) ?(b|[kmgtp](?:b|ib)?)?$/i.exec(text) ?? [];
  if (amount === undefined) return undefined;
  return Math.trunc(Number(amount) * 1024 ** ("kmgtp".indexOf(unit.charAt(0).toLowerCase() || "b") + 1));
}
