import type { Account } from "../../domain/image/image-info.ts";
import { accountEvidence, canLogIn } from "./account-evidence.ts";
import { firstOf } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

const root: Account = { name: "root", uid: 0, gid: 0, shell: "/bin/sh", password: "empty" };

export default defineRule({
  id: "non-root/empty-password",
  title: "Account without a password",
  why:
    "An empty password field lets everyone in: `su` from any user, a login over whatever server the image runs. Official Alpine images had it for root for three years (CVE-2019-5021). " +
    "A locked account (`!` or `*` in /etc/shadow, `passwd -l`) is what a container needs: no one logs in there.",
  severity: "warning",
  needs: ["privileges"],
  fix: "none",
  also: ["dockle/DKL-LI-0001"],
  examples: [
    {
      kind: "image",
      bad: { image: { accounts: [root] } },
      good: { image: { accounts: [{ ...root, password: "locked" }] } },
    },
  ],
  *check({ privileges }) {
    if (privileges.accounts === undefined) return "the image has no /etc/passwd";
    // The two are two findings: `nologin` keeps most ways shut.
    const open = privileges.accounts.filter(({ password }) => password === "empty");
    for (const accounts of [open.filter(canLogIn), open.filter((account) => !canLogIn(account))]) {
      const evidence = accountEvidence(accounts);
      const [first] = accounts;
      if (first === undefined || evidence === undefined) continue;
      const shells = canLogIn(first);
      yield {
        message:
          `${firstOf(accounts.map(({ name }) => `\`${name}\``))} ${accounts.length === 1 ? "has" : "have"} an empty password` +
          `${shells ? " and a login shell" : ", and no login shell"}`,
        at: { setting: "/etc/shadow" },
        evidence,
      };
    }
  },
});
