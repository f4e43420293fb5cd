/** `Tool: syft-1.20.0` as `syft 1.20.0`; people and organisations are not tools. */
export function toolOf(creator: string): string | undefined {
  const text = /^Tool:(.+)$/s.exec(creator)?.[1]?.trim();
  return text?.replace(/-v?(?=\d[^-]*(?:-[\w.]+)?$)/, " ");
}
