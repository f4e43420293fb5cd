import type { Unverified } from "../traits.ts";

/** apt-get(8), apt.conf(5). */
export function debUnsigned(program: RegExp): Unverified {
  const option =
    /^(--allow-unauthenticated|--force-yes|--allow-insecure-repositories)$|AllowUnauthenticated[ =]"?(true|1|yes)|AllowInsecureRepositories[ =]"?(true|1|yes)|Verify-(Peer|Host)[ =]"?(false|0|no)/i;
  return { hint: /unauthenticated|force-yes|insecure|verify-/, options: [{ program, option, lacks: "signature" }] };
}
