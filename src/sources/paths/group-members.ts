import { readFileSync } from "node:fs";

/**
 * Whether a group has a member other than the given users, according to /etc/group and /etc/passwd (group(5),
 * passwd(5)). A group that is not listed there, such as one of a directory service, counts as having others.
 * Distributions give each user a separate group, and Debian's `staff` may write to /usr/local but has no members: a
 * writable group is not dangerous by itself.
 */
export function hasOtherMembers(gid: number, users: ReadonlySet<number>, folder = "/etc"): boolean {
  if (gid === 0) return false;
  const group = entriesOf(`${folder}/group`).find(([, , id]) => Number(id) === gid);
  if (group === undefined) return true;
  const accounts = entriesOf(`${folder}/passwd`);
  const memberNames = (group[3] ?? "").split(",").filter((name) => name !== "");
  const members = [
    ...memberNames.map((name) => accounts.find(([account]) => account === name)?.[2]),
    ...accounts.filter(([, , , primary]) => Number(primary) === gid).map(([, , uid]) => uid),
  ];
  return members.some((uid) => uid === undefined || uid === "" || !users.has(Number(uid)));
}

function entriesOf(file: string): string[][] {
  try {
    return readFileSync(file, "utf8")
      .split("\n")
      .filter((line) => line !== "" && !line.startsWith("#"))
      .map((line) => line.split(":"));
  } catch {
    return [];
  }
}
