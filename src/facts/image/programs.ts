/** The use of a program to an attacker, or to someone who hardens the image. */
const programKinds = [
  "shell",
  "sshd",
  "telnetd",
  "ftpd",
  "rshd",
  "package-manager",
  "sudo",
  "su",
  "downloader",
  "netcat",
  "compiler",
  "build-tool",
  "debugger",
  "network-scanner",
  "container-tool",
] as const;

export type ProgramKind = (typeof programKinds)[number];

/** Base names by kind, as the distributions' packages install them. */
const names: Readonly<Record<ProgramKind, string>> = {
  shell: "sh bash ash dash zsh ksh mksh oksh yash rbash csh tcsh fish busybox toybox pwsh nu",
  sshd: "sshd dropbear tinysshd lshd",
  telnetd: "telnetd in.telnetd utelnetd",
  ftpd: "ftpd in.ftpd vsftpd proftpd pure-ftpd tftpd in.tftpd atftpd",
  rshd: "rshd in.rshd rlogind in.rlogind rexecd in.rexecd",
  "package-manager":
    "apt apt-get aptitude dpkg apk rpm dnf dnf5 microdnf tdnf yum zypper pacman opkg xbps-install emerge swupd " +
    "pip pip3 pipx uv poetry conda mamba micromamba npm pnpm yarn bun corepack gem bundle composer luarocks cpan",
  sudo: "sudo sudo-rs doas",
  su: "su su-rs runuser pkexec",
  downloader: "curl wget wget2 aria2c axel ftp lftp tftp rsync scp sftp xh",
  netcat: "nc ncat netcat nc.openbsd nc.traditional socat telnet cryptcat",
  compiler:
    "cc c++ gcc g++ cpp clang clang++ tcc gfortran rustc go gccgo ghc ocamlopt javac kotlinc scalac zig nim as ld gold mold lld",
  "build-tool": "make gmake cmake ninja meson automake autoconf bazel cargo mvn gradle sbt",
  debugger: "gdb gdbserver lldb lldb-server strace ltrace perf bpftrace dlv valgrind ptrace rr",
  "network-scanner": "nmap masscan zmap tcpdump tshark dumpcap hping3 arpspoof ettercap hydra sqlmap",
  "container-tool": "docker dockerd podman nerdctl ctr crictl kubectl runc crun buildctl nsenter",
};

const kinds: ReadonlyMap<string, ProgramKind> = new Map(
  programKinds.flatMap((kind) => names[kind].split(" ").map((name) => [name, kind] as const)),
);

/** `x86_64-linux-gnu-gcc-14`, `clang++-19`, `python3-pip` is not one: a target triple before and a version after the name. */
const spelled =
  /^(?:(?:[a-z0-9_]+-){2,4})?(gcc|g\+\+|cpp|gfortran|clang|clang\+\+|ld|as|gccgo|lldb)(?:-\d+(?:\.\d+)*)?$/;
const versioned = /^(pip|gem|bundle|ksh)[-\d.]+\d$/;

/**
 * Folders that hold programs: `bin` and `sbin` wherever they are (/usr/local/go/bin, /opt/x/bin, a Nix store path), BusyBox's own
 * folder of distroless debug images, and the places of programs that only others start.
 */
const folders = new Set(["bin", "sbin", "busybox", "libexec", "openssh", "ssh"]);
const anyExecute = 0o111;

/** Whether files right below a folder of this name can be programs at all. */
export function holdsPrograms(folder: string): boolean {
  return folders.has(folder);
}

/**
 * Kind of the program at an absolute path, or undefined when it is of none. `mode` are its permission bits; a symbolic link has 0777,
 * and counts by its own name: BusyBox's `/usr/bin/wget` is a downloader.
 */
export function programKind(path: string, mode: number): ProgramKind | undefined {
  if ((mode & anyExecute) === 0) return undefined;
  const slash = path.lastIndexOf("/");
  // The folder is tested first: it excludes nearly every file, and every symbolic link is executable.
  if (!folders.has(path.slice(path.lastIndexOf("/", slash - 1) + 1, slash))) return undefined;
  const name = path.slice(slash + 1);
  return kinds.get(name) ?? kinds.get(spelled.exec(name)?.[1] ?? versioned.exec(name)?.[1] ?? "");
}
