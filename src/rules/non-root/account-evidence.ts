import type { Evidence } from "../../domain/finding/finding.ts";
import type { Account } from "../../domain/image/image-info.ts";
import { mostListed } from "../shared/image-text.ts";

/** Shells that give a prompt; `nologin`, `false`, `sync` and the like give none. */
const interactive = /\/(?:ba|da|a|k|mk|z|fi|c|tc|rba|ya)?sh$/;

export function canLogIn({ shell }: Account): boolean {
  return interactive.test(shell);
}

/** Lines of /etc/passwd that a finding rests on; never a password. */
export function accountEvidence(accounts: readonly Account[]): readonly [Evidence, ...Evidence[]] | undefined {
  const [first, ...others] = accounts.slice(0, mostListed).map(({ name, uid, gid, shell, password }): Evidence => ({
    kind: "setting",
    pointer: `/etc/passwd: ${name}`,
    value: `uid ${uid}, gid ${gid}, shell ${shell}, password ${password}`,
  }));
  return first && [first, ...others];
}
