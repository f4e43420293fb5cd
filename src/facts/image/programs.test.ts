import { expect, it } from "vitest";
import { programKind } from "./programs.ts";

it.each([
  ["/bin/sh", "shell"],
  ["/usr/bin/bash", "shell"],
  ["/busybox/sh", "shell"],
  ["/bin/busybox", "shell"],
  ["/usr/sbin/sshd", "sshd"],
  ["/usr/sbin/in.telnetd", "telnetd"],
  ["/usr/bin/apt-get", "package-manager"],
  ["/usr/local/bin/pip3.13", "package-manager"],
  ["/usr/bin/doas", "sudo"],
  ["/usr/bin/su", "su"],
  ["/usr/bin/wget", "downloader"],
  ["/usr/bin/nc.openbsd", "netcat"],
  ["/usr/bin/gcc", "compiler"],
  ["/usr/bin/x86_64-linux-gnu-gcc-14", "compiler"],
  ["/usr/bin/g++-14", "compiler"],
  ["/usr/local/go/bin/go", "compiler"],
  ["/nix/store/0abc-gcc-14.2/bin/cc", "compiler"],
  ["/usr/bin/make", "build-tool"],
  ["/usr/bin/gdb", "debugger"],
  ["/usr/bin/tcpdump", "network-scanner"],
  ["/usr/local/bin/kubectl", "container-tool"],
])("%s is a %s", (path, kind) => {
  expect(programKind(path, 0o755)).toBe(kind);
  expect(programKind(path, 0o644)).toBeUndefined();
});

it.each([
  // A name alone says nothing: a folder of documentation, a completion, a module.
  "/usr/share/bash-completion/completions/curl",
  "/etc/apt",
  "/app/node_modules/npm",
  "/usr/lib/git-core/git-sh",
  "/usr/bin/python3",
  "/usr/bin/gcc-ranlib-14.conf",
  "/usr/bin/constructor",
  "/sh",
  "/",
  "",
])("%j is none", (path) => {
  expect(programKind(path, 0o755)).toBeUndefined();
});

it("counts a symbolic link by its own name", () => {
  expect(programKind("/usr/bin/wget", 0o777)).toBe("downloader");
});
