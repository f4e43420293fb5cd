import { ownValue } from "../../domain/own-value.ts";
import type { Account, Group } from "../../domain/image/image-info.ts";
import type { LayerProbe } from "../../domain/image/layer-probe.ts";

/** `shadow`: the password is in /etc/shadow. */
type PasswdPassword = Exclude<Account["password"], "unknown"> | "shadow";

/** The content of one account file. Password hashes are never kept. */
export type AccountFile =
  | { readonly kind: "passwd"; readonly users: readonly PasswdUser[] }
  | { readonly kind: "shadow"; readonly passwords: readonly ShadowPassword[] }
  | { readonly kind: "group"; readonly groups: readonly Group[] };

export interface PasswdUser extends Omit<Account, "password"> {
  readonly password: PasswdPassword;
}

export interface ShadowPassword {
  readonly name: string;
  readonly password: Exclude<Account["password"], "unknown">;
}

const kinds: Readonly<Record<string, AccountFile["kind"]>> = {
  "/etc/passwd": "passwd",
  "/etc/shadow": "shadow",
  "/etc/group": "group",
};

/** Far more than any image has; a container's accounts are not a directory service. */
const mostEntries = 20_000;
/** Longer names exist nowhere (useradd(8) ends at 256), and they would fill reports. */
const longestName = 256;
const largestId = 0xffff_ffff;

/**
 * /etc/passwd, /etc/shadow and /etc/group: passwd(5), shadow(5), group(5). Lines that name no account are passed over, as
 * the C library does: comments, broken ones, and the `+` and `-` entries of nsswitch's `compat` service, which name others.
 */
export const accountsProbe: LayerProbe<AccountFile> = {
  name: "accounts",
  looksAt: { names: ["passwd", "shadow", "group"] },
  wants: ({ path }) => Object.hasOwn(kinds, path),
  maxBytes: 8 * 1_048_576,
  read({ path }, body) {
    const kind = ownValue(kinds, path);
    if (kind === undefined) return undefined;
    const text = new TextDecoder().decode(body.read(0, body.size));
    if (kind === "passwd") return { kind, users: entries(text, userOf) };
    if (kind === "shadow") return { kind, passwords: entries(text, shadowOf) };
    return { kind, groups: entries(text, groupOf) };
  },
};

function entries<T>(text: string, read: (fields: readonly string[]) => T | undefined): T[] {
  const accountRecords: T[] = [];
  for (const line of text.split("\n")) {
    const trimmed = line.trim();
    if (trimmed === "" || /^[#+-]/.test(trimmed)) continue;
    const fields = trimmed.split(":");
    const name = fields[0] ?? "";
    if (fields.length < 2 || name === "" || name.length > longestName) continue;
    const entry = read(fields);
    if (entry === undefined) continue;
    if (accountRecords.length >= mostEntries) throw new Error(`it has more than ${mostEntries} entries`);
    accountRecords.push(entry);
  }
  return accountRecords;
}

function userOf([name = "", password = "", uid = "", gid = "", , , shell]: readonly string[]): PasswdUser | undefined {
  const ids = { uid: idOf(uid), gid: idOf(gid) };
  if (ids.uid === undefined || ids.gid === undefined) return undefined;
  // An empty shell field means /bin/sh (passwd(5)).
  const loginShell = shell === undefined || shell === "" ? "/bin/sh" : shell.slice(0, 4_096);
  return {
    name,
    uid: ids.uid,
    gid: ids.gid,
    shell: loginShell,
    password: password === "x" ? "shadow" : passwordState(password),
  };
}

function shadowOf([name = "", password = ""]: readonly string[]): ShadowPassword {
  return { name, password: passwordState(password) };
}

function groupOf([name = "", , gid = ""]: readonly string[]): Group | undefined {
  const id = idOf(gid);
  return id === undefined ? undefined : { name, gid: id };
}

function idOf(text: string): number | undefined {
  if (!/^\d{1,12}$/.test(text)) return undefined;
  const id = Number(text);
  return id <= largestId ? id : undefined;
}

/**
 * Formats of crypt(3): `$id$...`, 13 characters of DES, `_` and 19 of BSDi. Anything else (`!`, `*`, `!!`, `!*`,
 * `!$6$...`, `*LK*`) is no result of crypt, so no password fits it (shadow(5)).
 */
const hash = /^(?:\$[\w.+/=,-]+\$\S+|_[./\w]{19}|[./0-9A-Za-z]{13})$/;

function passwordState(field: string): ShadowPassword["password"] {
  if (field === "") return "empty";
  return hash.test(field) ? "set" : "locked";
}

/** Every line of /etc/passwd, with the password's state from /etc/shadow. Of several entries of a name the first counts, as in getspnam(3). */
export function accounts(
  passwd: readonly PasswdUser[],
  shadow: readonly ShadowPassword[] | undefined,
): readonly Account[] {
  const states = new Map<string, ShadowPassword["password"]>();
  for (const { name, password } of shadow ?? []) if (!states.has(name)) states.set(name, password);
  return passwd.map(({ name, uid, gid, shell, password }) => ({
    name,
    uid,
    gid,
    shell,
    password: password === "shadow" ? (states.get(name) ?? "unknown") : password,
  }));
}
