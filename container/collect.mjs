// Runs in the build of the image: puts Node, the libraries that it loads, their packages' records and hullproof into a folder.
import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, realpathSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

const [, , files] = process.argv;
const node = process.execPath;
const run = (program, ...args) => execFileSync(program, args, { encoding: "utf8" });
const put = (path, from = path) => {
  mkdirSync(dirname(join(files, path)), { recursive: true });
  cpSync(from, join(files, path), { recursive: true, dereference: true });
};

const libraries = [...run("ldd", node).matchAll(/(\/\S+) \(0x/g)].map(([, path]) => path);
for (const path of [node, ...libraries, "/etc/os-release"]) put(path);
put("/opt/hullproof");

// As distroless images do it, so that scanners know what the libraries are.
const packages = new Set(libraries.map((path) => run("dpkg-query", "--search", realpathSync(path)).split(":")[0]));
for (const name of [...packages, "base-files"]) {
  const record = join(files, "var/lib/dpkg/status.d", name);
  mkdirSync(dirname(record), { recursive: true });
  writeFileSync(record, run("dpkg-query", "--status", name));
}

mkdirSync(join(files, "etc"), { recursive: true });
writeFileSync(join(files, "etc/passwd"), "root:x:0:0::/:/sbin/nologin\nhullproof:x:65532:65532::/work:/sbin/nologin\n");
writeFileSync(join(files, "etc/group"), "root:x:0:\nhullproof:x:65532:\n");
mkdirSync(join(files, "tmp"));
// The umask would keep others out.
chmodSync(join(files, "tmp"), 0o1777);
mkdirSync(join(files, "work"), { mode: 0o755 });
