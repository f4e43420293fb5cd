import { compareDeb } from "../../versions/deb.ts";

/** The newest of some versions, as the ecosystem of a purl type orders them. Undefined: two of them cannot be ordered. */
export function newestOf(type: string, versions: readonly string[]): string | undefined {
  const [first, ...others] = versions;
  if (first === undefined || others.length === 0) return first;
  if (type !== "deb") return undefined;
  return [...versions].sort(compareDeb).at(-1);
}
