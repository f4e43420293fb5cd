import { existsSync } from "node:fs";
import { access, constants, mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { runProgram } from "../../run-program.ts";
import { placeOf } from "./at.ts";
import { answers, startLogged } from "./docker.ts";
import type { Lab } from "./lab.ts";
import { openMachine } from "./machine.ts";
import { ensureRoot, type Root } from "./roots.ts";
import type { Missing, OpenEngine } from "./row.ts";
import { someone } from "./someone.ts";
import { ensureVmDisk, selinuxPackages, type VmDisk, vmNode, vmPackages } from "./vm-disk.ts";
import { openVmShell } from "./vm-shell.ts";

/** `packages`: engine and clients. */
export interface VmOptions extends Root {
  /** Which of the kernel's security modules confines processes. */
  readonly security: "apparmor" | "selinux";
  /** Booleans of SELinux's policy that are on, beside the one that Node needs. */
  readonly booleans?: readonly string[];
  /** Units of systemd that do not start: of the other engine of this root. */
  readonly masked: readonly string[];
  /** Where the engine listens in the machine. */
  readonly socket: string;
  /** As whom hullproof runs there; absent: root. */
  readonly user?: "someone";
}

const port = 2222;
/** An emulated processor is that much slower; a boot takes one to four minutes, and more beside other work. */
const [emulated, virtual] = [8, 2];
const bootMs = 15 * 60_000;

/** Node makes its code while it runs, which Debian's policy refuses unless asked. */
const nodeBoolean = "allow_execmem";

/** What hullproof needs where there is no checkout. */
const carried = ["bin", "dist", "package.json", "docs/schema", "examples", "scripts/matrix/examples"];

/** Columns that a processor of software gets through in half an hour. */
export const vmColumns: readonly string[] = [
  "inspect-image",
  "storage",
  "inspect-container",
  "build",
  "profile-web",
  "killed",
  "learn",
  "environment",
  "verify",
  "mounts",
  "run-line",
  "compose",
];

/**
 * An engine under a kernel of its own: Debian's, with systemd and cgroup v2 alone. hullproof's bundle runs beside it. The machine has a network
 * that reaches nothing, a disk whose changes are lost, and one folder of this machine.
 */
export async function startVm(lab: Lab, name: string, options: VmOptions): Promise<OpenEngine | Missing> {
  const missing = await missingHere(lab);
  if (missing !== undefined) return { missing };
  const { suite, packages, newer, security, booleans = [], masked, socket, user = "root" } = options;
  const policy = security === "selinux" ? selinuxPackages : ["apparmor"];
  const all = [...vmPackages, ...policy, ...packages];
  const root = await ensureRoot(lab, { suite, packages: all, ...(newer && { newer }) });
  if (root === undefined) return { missing: `a root of Debian ${suite} cannot be made here` };
  const disk = await ensureVmDisk(lab, root.path);
  const machine = await openMachine(lab, { name });
  const place = placeOf(lab, name);
  await mkdir(place, { recursive: true });
  const hardware = await isVirtual();
  const words = [
    "qemu-system-x86_64",
    ...qemuArgs(disk, { folder: machine.folder, place, security, masked, hardware }),
  ];
  const env = { ...lab.env, TMPDIR: join(machine.folder, "tmp") };
  const qemu = startLogged(lab, machine, "qemu", env, words);
  const host = `unix://${join(machine.folder, "engine.sock")}`;
  const address = { key: disk.key, port };
  const forward = [join(machine.folder, "engine.sock"), socket] as const;
  const asRoot = await openVmShell(lab, machine, { ...address, user: "root" }, { qemu, forward, waitMs: bootMs });
  await prepare(lab, asRoot.enter, place, { security, booleans });
  await answers(lab, host, qemu, join(machine.folder, "serial.log"), [], bootMs);
  const { enter } =
    user === "root" ? asRoot : await openVmShell(lab, machine, { ...address, user }, { qemu, waitMs: bootMs });
  return {
    host,
    enter,
    near: asRoot.enter,
    env: { DOCKER_HOST: `unix://${socket}` },
    hullproof: [process.execPath, join(lab.root, "bin/hullproof.js")],
    slower: hardware ? virtual : emulated,
    ...(user !== "root" && { uid: someone.uid }),
    ...(security === "selinux" && booleans.length === 0 && { noChown: "Debian's policy of SELinux" }),
    note: `a virtual machine with Debian's own kernel, systemd and cgroup v2 alone${hardware ? "" : ", whose processor qemu emulates"}; hullproof runs in it, as its bundle${security === "selinux" ? selinuxNote(booleans) : ""}`,
  };
}

function selinuxNote(booleans: readonly string[]): string {
  const refused = booleans.length === 0 ? "containers the capability CHOWN, and " : "";
  return `; containers are confined as Debian's policy says, while the engine itself is not: that policy knows other paths than Debian's packages have. These booleans are on: ${[nodeBoolean, ...booleans].join(", ")}. That policy refuses ${refused}podman build its own pipe`;
}

async function missingHere(lab: Lab): Promise<string | undefined> {
  if (process.getuid?.() !== 0) return "a root of its own takes root";
  for (const program of ["qemu-system-x86_64", "ssh", "ssh-keygen", "mke2fs"]) {
    const { code } = await runProgram("sh", ["-c", `command -v ${program}`], { env: lab.env });
    if (code !== 0) return `${program} is not installed (Debian: qemu-system-x86, openssh-client, e2fsprogs)`;
  }
  return existsSync(join(lab.root, "dist/cli.cjs"))
    ? undefined
    : "the bundle that runs in it is not built (npm run build)";
}

/** KVM that can run a guest: the device is there and the processor has what it takes; a guest of another machine has the device alone. */
async function isVirtual(): Promise<boolean> {
  const opens = await access("/dev/kvm", constants.R_OK | constants.W_OK).then(
    () => true,
    () => false,
  );
  return opens && /^flags\s*:.*\s(?:vmx|svm)\s/m.test(await readFile("/proc/cpuinfo", "utf8"));
}

function qemuArgs(
  { disk, kernel, initrd }: VmDisk,
  {
    folder,
    place,
    security,
    masked,
    hardware,
  }: Pick<VmOptions, "security" | "masked"> & {
    readonly folder: string;
    readonly place: string;
    readonly hardware: boolean;
  },
): string[] {
  // A process starts 200 times slower on an emulated processor that guards against speculation, which it does not do.
  const line = [
    "root=/dev/vda rw console=ttyS0 quiet mitigations=off net.ifnames=0 systemd.firstboot=no",
    `${security}=1 security=${security}`,
    ...masked.map((unit) => `systemd.mask=${unit}`),
  ].join(" ");
  const pairs: readonly (readonly string[])[] = [
    ["-M", "q35", "-smp", "2", "-m", "2048", "-nodefaults", "-no-user-config", "-display", "none"],
    hardware ? ["-accel", "kvm", "-cpu", "host"] : ["-accel", "tcg,thread=multi,tb-size=1024", "-cpu", "max,la57=off"],
    ["-kernel", kernel, "-initrd", initrd, "-append", line],
    ["-serial", `file:${join(folder, "serial.log")}`],
    // What is written goes to a temporary file without a name.
    ["-drive", `file=${quoted(disk)},if=virtio,format=raw,snapshot=on,cache=unsafe`],
    ["-netdev", `user,id=n0,restrict=on,hostfwd=tcp:127.0.0.1:${port}-:22`],
    ["-device", "virtio-net-pci,netdev=n0,romfile=", "-device", "virtio-rng-pci"],
    ["-virtfs", `local,path=${quoted(place)},mount_tag=at,security_model=passthrough,multidevs=remap`],
  ];
  return pairs.flat();
}

/** A value in a list of qemu's. */
function quoted(path: string): string {
  return path.replaceAll(",", ",,");
}

/** Same paths on both sides; what hullproof keeps for itself lies in the machine. */
async function prepare(
  lab: Lab,
  enter: readonly string[],
  place: string,
  { security, booleans }: Required<Pick<VmOptions, "security" | "booleans">>,
): Promise<void> {
  const paths = carried.map((path) => `'${path}'`).join(" ");
  const packed = await runProgram("sh", ["-ec", `tar --create --file "$0/hullproof.tar" ${paths}`, place], {
    cwd: lab.root,
    env: lab.env,
  });
  if (packed.code !== 0) throw new Error(`hullproof cannot be packed: ${packed.stderr.trim().slice(-300)}`);
  // As the same folders of a person's machine are labelled.
  const label = (name: string, type: string): string =>
    security === "selinux" ? `,${name}=system_u:object_r:${type}:s0` : "";
  const on = [nodeBoolean, ...booleans].map((name) => `${name}=1`).join(" ");
  const script = `
${security === "selinux" ? `setsebool ${on}` : ""}
mkdir -p "$1" "$2" "$(dirname "$3")"
mount -t 9p -o trans=virtio,version=9p2000.L,msize=262144${label("context", "user_home_t")} at "$1"
for name in tmp cache; do
  mkdir -p "$1/$name"
  mount -t tmpfs -o mode=1777${label("rootcontext", "tmp_t")} tmpfs "$1/$name"
done
ln -sf ${vmNode} "$3"
tar --extract --file "$1/hullproof.tar" --directory "$2"
rm "$1/hullproof.tar"`;
  const [program, ...args] = [...enter, "sh", "-ec", script, "sh", place, lab.root, process.execPath];
  const done = await runProgram(program, args, { env: lab.env, signal: lab.signal, timeoutMs: bootMs });
  if (done.code !== 0) throw new Error(`the virtual machine is not ready: ${done.stderr.trim().slice(-300)}`);
}
