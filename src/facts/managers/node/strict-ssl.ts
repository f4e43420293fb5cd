import type { Unverified } from "../traits.ts";

/** The same setting in each of them: `npm config set strict-ssl false`. */
export function strictSsl(program: RegExp): Unverified {
  const option = /^(set strict-ssl=false$|--strict-ssl[ =]false|--no-strict-ssl)/i;
  return { hint: /strict.ssl/, options: [{ program, option, lacks: "server" }] };
}
