import type { Unverified, UnverifiedOption } from "../traits.ts";

const hint = /no-?gpg|ssl.?verify/;

/** `--nogpgcheck` of dnf(8), `--no-gpg-checks` of zypper(8). */
function unsigned(program: RegExp): UnverifiedOption {
  return { program, option: /^(--nogpgcheck|--no-gpg-checks?)$/i, lacks: "signature" };
}

export function rpmUnsigned(program: RegExp): Unverified {
  return { hint, options: [unsigned(program)] };
}

/** With `sslverify` of dnf.conf(5), which `configuring` programs write. */
export function dnfUnverified(program: RegExp, configuring: RegExp): Unverified {
  const server = { program: configuring, option: /sslverify=["']?(false|0|no)\b/i, lacks: "server" } as const;
  return { hint, options: [unsigned(program), server] };
}
