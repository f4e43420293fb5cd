/** Options of sudo(8) that take the next word unless a value is joined to them. */
const takesWord =
  /^(?:-[a-zA-Z]*[CDghpRrtTU]|--(?:close-from|chdir|chroot|group|host|other-user|prompt|role|type|command-timeout))$/;

/**
 * sudo becomes a user other than root: `-u app`, `-uapp`, `-Hu app`, `--user=app`, `-u $NAME`, `-u '#1000'`. `args` are
 * the words after `sudo`.
 */
export function dropsPrivileges(args: readonly string[]): boolean {
  for (let at = 0; at < args.length; at++) {
    const word = args[at] ?? "";
    if (/^[A-Za-z_][A-Za-z0-9_]*=/.test(word)) continue;
    if (word === "--" || !word.startsWith("-")) return false;
    const user = /^(?:--user=|-[ABbEeHiKklNnPSsVv]*u)(.*)$/s.exec(word)?.[1] ?? (word === "--user" ? "" : undefined);
    if (user !== undefined) return isOther(user === "" ? (args[at + 1] ?? "") : user);
    if (takesWord.test(word)) at++;
  }
  return false;
}

function isOther(user: string): boolean {
  const name = user.replace(/^(["'])(.*)\1$/s, "$2");
  return name !== "" && name !== "root" && !/^#?0+$/.test(name);
}
