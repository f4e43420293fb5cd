import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { memoryBody } from "../../sources/image/bodies/file-body.ts";
import { accounts, accountsProbe, type AccountFile } from "./accounts-probe.ts";

function read(path: string, text: string | Uint8Array): AccountFile | undefined {
  const bytes = typeof text === "string" ? new TextEncoder().encode(text) : text;
  return accountsProbe.read({ path, size: bytes.length, mode: 0o644 }, memoryBody(bytes));
}

function joined(passwd: string, shadow?: string) {
  const users = read("/etc/passwd", passwd);
  const passwords = shadow === undefined ? undefined : read("/etc/shadow", shadow);
  if (users?.kind !== "passwd") throw new Error("no passwd");
  return accounts(users.users, passwords?.kind === "shadow" ? passwords.passwords : undefined);
}

// Put together here, so that nobody's scanner takes it for a real one.
const hash = `$${"y"}$j9T$${"a".repeat(22)}$${"b".repeat(43)}`;

describe("accounts", () => {
  it.each([
    ["", "empty"],
    ["!", "locked"],
    ["*", "locked"],
    ["!!", "locked"],
    ["!*", "locked"],
    ["*LK*", "locked"],
    ["x", "locked"],
    [`!${hash}`, "locked"],
    [hash, "set"],
    ["ab01FAX.bQRSU", "set"],
    [`_J9..${"c".repeat(15)}`, "set"],
  ])("a shadow field %j is %s", (field, state) => {
    const [user] = joined("app:x:1000:1000::/home/app:/bin/sh\n", `app:${field}:19000:0:99999:7:::\n`);
    expect(user?.password).toBe(state);
  });

  it.each([
    ["", "empty"],
    ["*", "locked"],
    [hash, "set"],
    ["x", "unknown"],
  ])("a passwd field %j without a shadow file is %s", (field, state) => {
    expect(joined(`app:${field}:1000:1000::/home/app:/bin/sh\n`)[0]?.password).toBe(state);
  });

  it("keeps no hash", () => {
    expect(JSON.stringify(read("/etc/shadow", `app:${hash}:1::::::\n`))).not.toContain("aaaa");
    expect(JSON.stringify(read("/etc/passwd", `app:${hash}:1:1:::/bin/sh\n`))).not.toContain("aaaa");
  });

  it("keeps order and duplicates, with the first password of a name", () => {
    expect(
      joined(
        "root:x:0:0:root:/root:/bin/bash\ntoor:x:00:0::/root:\nroot:x:5:5::/:/sbin/nologin\n",
        "root:*:1::\nroot::1::\ntoor::\n",
      ),
    ).toEqual([
      { name: "root", uid: 0, gid: 0, shell: "/bin/bash", password: "locked" },
      { name: "toor", uid: 0, gid: 0, shell: "/bin/sh", password: "empty" },
      { name: "root", uid: 5, gid: 5, shell: "/sbin/nologin", password: "locked" },
    ]);
  });

  it("skips lines without an account", () => {
    const text =
      "# a comment\n\n+::::::\n+@staff::::::\n-bad::::::\nbroken\n:x:0:0:::/bin/sh\nn:x:a:0:::\nn:x:-1:0:::\nn:x:4294967296:0:::\n";
    expect(joined(text)).toEqual([]);
    expect(joined(`${text}app:x:1:2:CR line:/:/bin/sh\r\n`)).toMatchObject([{ name: "app", shell: "/bin/sh" }]);
    expect(read("/etc/group", "root:x:0:\n+:::\nwheel:x:10:root,app\nbroken:x\n")).toEqual({
      kind: "group",
      groups: [
        { name: "root", gid: 0 },
        { name: "wheel", gid: 10 },
      ],
    });
  });

  it("reads only the three files of /etc", () => {
    const wants = (path: string) => accountsProbe.wants?.({ path, size: 1, mode: 0o644 });
    expect(["/etc/passwd", "/etc/shadow", "/etc/group"].map(wants)).toEqual([true, true, true]);
    expect(
      ["/app/etc/passwd", "/etc/passwd-", "/usr/bin/passwd", "/etc/pam.d/passwd", "/constructor"].map(wants),
    ).toEqual([false, false, false, false, false]);
  });

  it("reports when it gives up", () => {
    expect(() => read("/etc/passwd", "a:x:1:1:::\n".repeat(20_001))).toThrow(/more than 20000 entries/);
  });

  it("reads any bytes", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 500 }),
        fc.constantFrom("/etc/passwd", "/etc/shadow", "/etc/group"),
        (bytes, path) => {
          expect(read(path, bytes)).toBeDefined();
        },
      ),
    );
  });
});
