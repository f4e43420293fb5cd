import type { FlatRule, Published } from "./flat-rule.ts";

/** Constants of golang.org/x/sys/unix that the profile compares with. */
const constants: Readonly<Record<string, number>> = {
  "unix.AF_ALG": 38,
  "unix.AF_ALG + 1": 39,
  "unix.AF_VSOCK": 40,
  "unix.CLONE_NEWNS | unix.CLONE_NEWUTS | unix.CLONE_NEWIPC | unix.CLONE_NEWUSER | unix.CLONE_NEWPID | unix.CLONE_NEWNET | unix.CLONE_NEWCGROUP": 0x7e02_0000,
};
const operators: Readonly<Record<string, string>> = {
  OpEqualTo: "EQ",
  OpNotEqual: "NE",
  OpLessThan: "LT",
  OpLessEqual: "LE",
  OpGreaterThan: "GT",
  OpGreaterEqual: "GE",
  OpMaskedEqual: "MASKED_EQ",
};
const s390 = ["s390", "s390x"];

/** containerd writes its profile as Go: lists of names, below the `case` or the `if` on which they depend. */
export function readContainerd(text: string): Published {
  const start = text.indexOf("func DefaultProfile");
  const rules: FlatRule[] = [];
  let where: Omit<FlatRule, "name"> = {};
  let names: string[] | undefined;
  let outcome: { action: string; args: string[]; errno?: number } | undefined;
  let arg: { index?: number; value?: number; two?: number; op?: string } = {};
  let withoutAdmin = false;
  const constant = (word: string): number => {
    const value = constants[word] ?? Number(word);
    if (!Number.isSafeInteger(value)) throw new Error(`the constant ${word}`);
    return value;
  };
  const flush = () => {
    if (names === undefined || outcome === undefined) return;
    const { action, args, errno } = outcome;
    if (!["ActAllow", "ActErrno"].includes(action)) throw new Error(`the action ${action}`);
    for (const name of names)
      rules.push({
        name,
        ...(errno !== undefined && { errno }),
        ...(args.length > 0 && { args: args.join(", ") }),
        ...where,
      });
    names = undefined;
    outcome = undefined;
  };
  for (const raw of text.slice(start).split("\n")) {
    const line = raw.replace(/\/\/.*$/u, "").trim();
    const list = /^Names:\s*\[\]string\{(.*?)(\}?),?$/u.exec(line);
    if (list !== null) {
      flush();
      names = [...(list[1] ?? "").matchAll(/"(\w+)"/gu)].map(([, name = ""]) => name);
      continue;
    }
    const word = /^"(\w+)",$/u.exec(line)?.[1];
    if (word !== undefined && names !== undefined) names.push(word);
    const action = /^Action:\s*specs\.(\w+),$/u.exec(line)?.[1];
    if (action !== undefined) outcome = { action, args: [] };
    if (/^ErrnoRet:\s*&nosys,$/u.test(line) && outcome !== undefined) outcome.errno = 38;
    const field = /^(Index|Value|ValueTwo|Op):\s*(.+?),$/u.exec(line);
    if (field?.[1] === "Index") arg = { index: Number(field[2]) };
    if (field?.[1] === "Value") arg.value = constant(field[2] ?? "");
    if (field?.[1] === "ValueTwo") arg.two = constant(field[2] ?? "");
    if (field?.[1] === "Op") {
      const op = operators[(field[2] ?? "").replace("specs.", "")];
      if (op === undefined) throw new Error(`the comparison ${field[2]}`);
      outcome?.args.push([arg.index, op, arg.value, ...(op === "MASKED_EQ" ? [arg.two ?? 0] : [])].join(" "));
    }
    if (line.startsWith("if ok, err := kernelversion") || line.startsWith("if ok")) {
      flush();
      where = { kernel: "4.8" };
    }
    if (line.startsWith("if !admin")) {
      flush();
      [withoutAdmin, where] = [true, { unlessCaps: "SYS_ADMIN" }];
    }
    if (line.startsWith("switch ")) {
      flush();
      where = withoutAdmin ? { unlessCaps: "SYS_ADMIN" } : {};
    }
    const chosen = /^case (.+):$/u.exec(line)?.[1];
    if (chosen !== undefined) {
      flush();
      const words = [...chosen.matchAll(/"(\w+)"/gu)].map(([, one = ""]) => one.replace("386", "x86"));
      const [first = ""] = words;
      where = first.startsWith("CAP_")
        ? { caps: first.slice(4) }
        : { ...(withoutAdmin && { unlessCaps: "SYS_ADMIN" }), arches: words.join(" ") };
    }
    if (line === "default:") {
      flush();
      where = { unlessCaps: "SYS_ADMIN", unlessArches: s390.join(" ") };
    }
    // After the switch of the architectures: clone3, whatever they are.
    if (
      withoutAdmin &&
      line.startsWith("s.Syscalls = append") &&
      where.unlessArches !== undefined &&
      outcome !== undefined
    ) {
      flush();
      where = { unlessCaps: "SYS_ADMIN" };
    }
  }
  flush();
  return { errno: 1, rules };
}
