import type { Instruction, Stage } from "./dockerfile.ts";
import { argumentsOf, programOf, runsOf } from "./runs.ts";
import { officialName } from "./official-image.ts";
import { userOf } from "./user-word.ts";

interface MadeUser {
  readonly name: string;
  readonly uid?: string;
  /** Only when it is certain: the group has the user's name, or its number is written. */
  readonly gid?: string;
  /** Offset of the command that makes the user; 0 for one of the base image. */
  readonly at: number;
}

/** Users that the chain makes with useradd or adduser, and those that its official base is known to have. */
export function usersOf(chain: readonly Stage[]): readonly MadeUser[] {
  const groups = new Map<string, string>();
  const users: MadeUser[] = [...baseUsers(chain[0])];
  for (const command of chain.flatMap(runsOf).flatMap((run) => run.commands)) {
    const program = programOf(command);
    const args = argumentsOf(command).map(({ text }) => text);
    const name = args.at(-1);
    if (name === undefined || !/^[a-z_][\w.-]*$/i.test(name)) continue;
    if (program === "groupadd" || program === "addgroup") {
      const gid = valueOf(args, /^(-g|--gid)$/);
      if (gid !== undefined) groups.set(name, gid);
    }
    if (program !== "useradd" && program !== "adduser") continue;
    const uid = valueOf(args, /^(-u|--uid)$/);
    // adduser of Debian and BusyBox differ in what -g and -G mean; a number is a gid in each of them.
    const group = valueOf(args, /^(-g|--gid|-G|--ingroup)$/);
    const gid = group === undefined ? undefined : /^\d+$/.test(group) ? group : groups.get(group);
    users.push({ name, at: command.span.start, ...(isNumber(uid) && { uid }), ...(isNumber(gid) && { gid }) });
  }
  return users;
}

function baseUsers(first: Stage | undefined): readonly MadeUser[] {
  switch (officialName(first?.base)) {
    // docker-library: groupadd --gid 1000 node && useradd --uid 1000 --gid node
    case "node":
      return [{ name: "node", uid: "1000", gid: "1000", at: 0 }];
    case "debian":
    case "python":
    case "ruby":
    case "alpine":
      return [{ name: "nobody", uid: "65534", gid: "65534", at: 0 }];
    default:
      return [];
  }
}

function valueOf(args: readonly string[], option: RegExp): string | undefined {
  const at = args.findIndex((word) => option.test(word.split("=")[0] ?? ""));
  return args[at]?.includes("=") ? args[at].split("=")[1] : args[at + 1];
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && /^\d+$/.test(text);
}

/** The number that a USER's name, or `name:name`, resolves to at the instruction, as far as the stages tell. */
export function numericUser(word: Instruction["words"][number], chain: readonly Stage[]): string | undefined {
  const [name, group] = userOf(word.text);
  const user = usersOf(chain).findLast((createdUser) => createdUser.name === name && createdUser.at < word.span.start);
  if (group === undefined) return user?.uid;
  return group === name && user?.uid && user.gid ? `${user.uid}:${user.gid}` : undefined;
}

/** `user:group` by number, or by a name that exists when the COPY runs. A user alone would use its number as the group. */
export function isKnownOwner(owner: string, stage: Stage, copy: Instruction): boolean {
  if (/^\d+:\d+$/.test(owner)) return true;
  const [name, group] = owner.split(":");
  // COPY --link is made without the image's /etc/passwd.
  if (group === undefined || copy.flags.some((flag) => flag.name === "link")) return false;
  return name === group && usersOf([stage]).some((user) => user.name === name && user.at < copy.span.start);
}
