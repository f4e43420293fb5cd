import type { Evidence } from "../../domain/finding/finding.ts";
import { accountEvidence } from "./account-evidence.ts";
import { mostListed } from "../shared/image-text.ts";
import { defineRule } from "../rule.ts";

export default defineRule({
  id: "non-root/duplicate-account",
  title: "Duplicate user or group",
  why:
    "The kernel knows only numbers: two users with one uid are one user, who owns the files and may signal the processes of both. Of two lines with one name the first counts, so the second looks like a change but is not one. " +
    "Mostly a script that adds a user was run twice, or a uid was picked that the base image has already.",
  severity: "warning",
  needs: ["privileges"],
  fix: "none",
  also: ["dockle/DKL-LI-0002"],
  examples: [
    {
      kind: "image",
      bad: {
        image: {
          accounts: [
            { name: "node", uid: 1000, gid: 1000, shell: "/bin/bash", password: "locked" },
            { name: "app", uid: 1000, gid: 1000, shell: "/bin/sh", password: "locked" },
          ],
        },
      },
      good: {
        image: {
          accounts: [
            { name: "node", uid: 1000, gid: 1000, shell: "/bin/bash", password: "locked" },
            { name: "app", uid: 10001, gid: 1000, shell: "/bin/sh", password: "locked" },
          ],
        },
      },
    },
    {
      kind: "image",
      bad: {
        image: {
          groups: [
            { name: "app", gid: 1000 },
            { name: "web", gid: 1000 },
          ],
        },
      },
      good: {
        image: {
          groups: [
            { name: "app", gid: 1000 },
            { name: "web", gid: 1001 },
          ],
        },
      },
    },
  ],
  *check({ privileges }) {
    const { accounts, groups } = privileges;
    if (accounts === undefined && groups === undefined) return "the image has neither /etc/passwd nor /etc/group";
    const users = accounts ?? [];
    for (const [uid, sameUid] of shared(users, (user) => user.uid)) {
      const evidence = accountEvidence(sameUid);
      // Another rule reports several root accounts.
      if (uid === 0 || evidence === undefined || new Set(sameUid.map(({ name }) => name)).size < 2) continue;
      yield { message: `Uid ${uid} is shared by ${list(sameUid)}`, at: { setting: "/etc/passwd" }, evidence };
    }
    for (const [name, sameName] of shared(users, (user) => user.name)) {
      const evidence = accountEvidence(sameName);
      if (evidence === undefined) continue;
      const ids = [...new Set(sameName.map(({ uid }) => uid))].join(", ");
      const message = `\`${name}\` has ${sameName.length} lines in /etc/passwd (uid ${ids}); only the first counts`;
      yield { message, at: { setting: "/etc/passwd" }, evidence };
    }
    for (const [gid, sameGid] of shared(groups ?? [], (group) => group.gid)) {
      const [first, ...others] = sameGid.slice(0, mostListed).map(({ name }): Evidence => ({
        kind: "setting",
        pointer: `/etc/group: ${name}`,
        value: `gid ${gid}`,
      }));
      if (first === undefined) continue;
      const evidence = [first, ...others] as const;
      yield {
        message: `Gid ${gid} is shared by ${list(sameGid)}`,
        at: { setting: "/etc/group" },
        severity: "info",
        evidence,
      };
    }
  },
});

function shared<T, Key>(accounts: readonly T[], key: (one: T) => Key): [Key, T[]][] {
  return [...Map.groupBy(accounts, key)].filter(([, same]) => same.length > 1);
}

function list(accounts: readonly { readonly name: string }[]): string {
  return [...new Set(accounts.map(({ name }) => `\`${name}\``))].slice(0, mostListed).join(", ");
}
