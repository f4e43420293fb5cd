import type { Account } from "../../domain/image/image-info.ts";
import { accountEvidence } from "./account-evidence.ts";
import { firstOf } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

const root: Account = { name: "root", uid: 0, gid: 0, shell: "/bin/sh", password: "locked" };
const toor: Account = { ...root, name: "toor" };

export default defineRule({
  id: "non-root/second-root",
  title: "Another account with UID 0",
  why:
    "The kernel knows no names: every account with uid 0 is root. One under another name hides that, in `USER admin` as in a list of processes, and is the classic way to keep a back door. " +
    "Give the account a uid of its own.",
  severity: "warning",
  needs: ["privileges"],
  fix: "none",
  also: ["dockle/DKL-LI-0002"],
  examples: [
    {
      kind: "image",
      bad: { image: { accounts: [root, toor] } },
      good: { image: { accounts: [root, { ...toor, uid: 10001, gid: 10001 }] } },
    },
  ],
  *check({ privileges }) {
    if (privileges.accounts === undefined) return "the image has no /etc/passwd";
    const twins = privileges.accounts.filter(({ uid, name }) => uid === 0 && name !== "root");
    const evidence = accountEvidence(twins);
    if (evidence === undefined) return;
    yield {
      message: `${firstOf(twins.map(({ name }) => `\`${name}\``))} ${twins.length === 1 ? "has" : "have"} uid 0: root under another name`,
      at: { setting: "/etc/passwd" },
      evidence,
    };
  },
});
