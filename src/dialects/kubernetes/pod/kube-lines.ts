import { yamlQuoted } from "../../text/yaml-text.ts";

/** Kubernetes expands `$(NAME)` and reduces `$$` to `$`, so each `$` of a value is doubled. */
export function literal(text: string): string {
  return yamlQuoted(doubled(text));
}

export function doubled(text: string): string {
  return text.replaceAll("$", "$$$$");
}

/** Bytes as a quantity: `48Mi`, `10Ki`, else plain bytes. */
export function bytes(count: number): string {
  const whole = Math.ceil(count);
  if (whole > 0 && whole % 1048576 === 0) return `${whole / 1048576}Mi`;
  if (whole > 0 && whole % 1024 === 0) return `${whole / 1024}Ki`;
  return String(whole);
}
