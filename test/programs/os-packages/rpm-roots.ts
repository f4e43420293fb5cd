import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./tools.ts";

const databasePath = "/var/lib/rpm";

/** A specification with as many subpackages and files as it takes to fill more than a page of any database. */
function specification(): string {
  const subpackages = Array.from({ length: 40 }, (_, index) => {
    const files = index % 10 === 0 ? 400 : index;
    const name = `hull-part${index}`;
    return {
      install: `mkdir -p %{buildroot}/usr/share/${name}/empty; for i in $(seq ${files}); do echo $i > %{buildroot}/usr/share/${name}/a-file-with-number-$i; done`,
      text: `%package -n ${name}
Summary: part
License: MIT
${index % 3 === 0 ? `Version: ${index}.1\n` : ""}Requires: hull = 2:1.2-3
Requires: (hull-part1 >= 1 or hull-none)
%description -n ${name}
part
%files -n ${name}
/usr/share/${name}
`,
    };
  });
  return `Name: hull
Version: 1.2
Release: 3.el9
Epoch: 2
Summary: whole
License: GPL-3.0-or-later AND MIT
BuildArch: noarch
Requires: /bin/sh
Provides: virtual-hull = 5
%description
whole
%install
mkdir -p %{buildroot}/usr/share/hull %{buildroot}/etc
echo hi > "%{buildroot}/usr/share/hull/with space"
ln -s hi %{buildroot}/usr/share/hull/link
echo c > %{buildroot}/etc/hull.conf
${subpackages.map(({ install }) => install).join("\n")}
%files
/usr/share/hull
%config /etc/hull.conf
%ghost /var/log/hull.log
${subpackages.map(({ text }) => text).join("\n")}`;
}

/** Packages without scripts, built by rpmbuild below a folder. */
export async function buildPackages(folder: string): Promise<readonly string[]> {
  const top = join(folder, "top");
  mkdirSync(top);
  writeFileSync(join(folder, "hull.spec"), specification());
  await run("rpmbuild", "-bb", "--quiet", "--define", `_topdir ${top}`, join(folder, "hull.spec"));
  const built = join(top, "RPMS/noarch");
  return readdirSync(built).map((name) => join(built, name));
}

/** A root with nothing but rpm's database of those packages. */
export async function installInto(root: string, backend: "sqlite" | "ndb", packages: readonly string[]): Promise<void> {
  mkdirSync(root);
  const options = rpmOptions(root, backend);
  await run("rpm", ...options, "--initdb");
  await run("rpm", ...options, "--justdb", "--nodeps", "--install", ...packages);
  // So that space is freed and used again.
  await run("rpm", ...options, "--justdb", "--nodeps", "--erase", "hull-part10", "hull-part3");
  await run(
    "rpm",
    ...options,
    "--justdb",
    "--nodeps",
    "--install",
    ...packages.filter((path) => path.includes("part3-")),
  );
}

export function rpmOptions(root: string, backend: string): readonly string[] {
  return ["--root", root, "--define", `_db_backend ${backend}`, "--dbpath", databasePath];
}

/** A hash file of Berkeley DB under the name that rpm gave it, made by Berkeley DB's own loader. */
export async function loadHash(
  root: string,
  headers: readonly Uint8Array[],
  { pageSize, order }: { readonly pageSize: number; readonly order: 1234 | 4321 },
): Promise<void> {
  mkdirSync(join(root, databasePath), { recursive: true });
  const hex = (number: number) => {
    const key = Buffer.alloc(4);
    if (order === 1234) key.writeUInt32LE(number);
    else key.writeUInt32BE(number);
    return key.toString("hex");
  };
  const pairs = headers.flatMap((header, index) => [hex(index + 1), Buffer.from(header).toString("hex")]);
  const dump = join(root, "dump");
  const text = [
    "VERSION=3",
    "format=bytevalue",
    "type=hash",
    `db_pagesize=${pageSize}`,
    `db_lorder=${order}`,
    "HEADER=END",
    ...[hex(0), hex(headers.length), ...pairs].map((value) => ` ${value}`),
    "DATA=END",
  ];
  writeFileSync(dump, `${text.join("\n")}\n`);
  await run("db5.3_load", "-f", dump, join(root, databasePath, "Packages"));
}
