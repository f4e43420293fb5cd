import type { Instruction } from "../../facts/dockerfile/dockerfile.ts";

/** A USER of this very image: no ONBUILD trigger. */
export function isUser({ keyword, onbuild }: Instruction): boolean {
  return keyword === "USER" && !onbuild;
}
