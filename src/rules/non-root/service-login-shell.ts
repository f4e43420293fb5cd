import type { Account } from "../../domain/image/image-info.ts";
import { accountEvidence, canLogIn } from "./account-evidence.ts";
import { firstOf, plural } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

const web: Account = { name: "web", uid: 101, gid: 101, shell: "/bin/sh", password: "locked" };

/** login.defs(5), SYS_UID_MAX; below it are accounts of services. */
const lastService = 999;

export default defineRule({
  id: "non-root/service-login-shell",
  title: "System account with a login shell",
  why:
    "A daemon's account runs one program and no one logs in to it. With `/usr/sbin/nologin` as its shell, `su`, cron and an SSH server give no prompt under its name, " +
    "whatever else goes wrong with its password or its keys. `docker exec` is not affected.",
  severity: "info",
  needs: ["privileges"],
  fix: "none",
  also: [],
  examples: [
    {
      kind: "image",
      bad: { image: { accounts: [web] } },
      good: { image: { accounts: [{ ...web, shell: "/usr/sbin/nologin" }] } },
    },
  ],
  *check({ privileges }) {
    if (privileges.accounts === undefined) return "the image has no /etc/passwd";
    const loginAccounts = privileges.accounts.filter(
      (account) => account.uid > 0 && account.uid <= lastService && canLogIn(account),
    );
    const evidence = accountEvidence(loginAccounts);
    if (evidence === undefined) return;
    yield {
      message: `${plural(loginAccounts.length, "account")} below uid ${lastService + 1} with a login shell: ${firstOf(loginAccounts.map(({ name, shell }) => `\`${name}\` (${shell})`))}`,
      at: { setting: "/etc/passwd" },
      evidence,
    };
  },
});
