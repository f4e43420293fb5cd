import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { lockFolder } from "../../../test/images/lock-folder.ts";
import { runProgram } from "../../run-program.ts";
import type { Lab } from "./lab.ts";
import { someone } from "./someone.ts";

/** What a virtual machine boots from. */
export interface VmDisk {
  /** An ext4 file system, never written to. */
  readonly disk: string;
  readonly kernel: string;
  readonly initrd: string;
  /** Opens root's and someone's account by ssh. */
  readonly key: string;
}

/** Beyond the engine: Debian's own kernel (the one for clouds has no 9p), its init, and a way in. */
export const vmPackages: readonly string[] = [
  "linux-image-amd64",
  "initramfs-tools",
  "zstd",
  "systemd-sysv",
  "libpam-systemd",
  "dbus",
  "dbus-user-session",
  "udev",
  "kmod",
  "openssh-server",
];

/** Where Node lies in the machine. */
export const vmNode = "/opt/node";

/** Of Debian's policy. */
export const selinuxPackages: readonly string[] = ["selinux-policy-default", "policycoreutils", "selinux-utils"];

/**
 * The way in, by a forwarded socket; and the engine itself, whose confinement by Debian's policy knows other paths than those of Debian's packages
 * (netavark is a library to it): what it is refused is only logged. Containers are confined as that policy says.
 */
const selinuxModule = `(allow sshd_t var_run_t (sock_file (write)))
(allow sshd_t init_t (unix_stream_socket (connectto)))
(allow sshd_t podman_t (unix_stream_socket (connectto)))
(optional matrix_user (allow sshd_t user_runtime_t (sock_file (write))))
${["podman_t", "podman_user_t", "conmon_t", "container_engine_t", "container_engine_user_t"].map((type) => `(optional matrix_${type} (typepermissive ${type}))`).join("\n")}
`;

/** `$1` root, `$2` folder for changes, `$3` folder of what is made, `$4` Node, `$5` the module of SELinux's policy. The root itself stays as it is. */
const script = `
mkdir -p "$2/upper" "$2/work" "$2/root"
r=$2/root
mount -t overlay -o "metacopy=on,lowerdir=$1,upperdir=$2/upper,workdir=$2/work" overlay "$r"
ssh-keygen -q -t ed25519 -N '' -C matrix -f "$3/key"
echo machine > "$r/etc/hostname"
echo '127.0.0.1 localhost machine' > "$r/etc/hosts"
echo '/dev/vda / ext4 rw,noatime 0 1' > "$r/etc/fstab"
mkdir -p "$r/etc/systemd/network" "$r/etc/ssh/sshd_config.d" "$r/etc/initramfs-tools/conf.d" "$r/var/lib/systemd/linger"
printf '[Match]\\nName=en* eth*\\n[Network]\\nDHCP=yes\\n' > "$r/etc/systemd/network/10-all.network"
printf 'PermitRootLogin prohibit-password\\nUseDNS no\\nMaxSessions 50\\n' > "$r/etc/ssh/sshd_config.d/matrix.conf"
chroot "$r" useradd --create-home --uid ${someone.uid} --shell /bin/sh someone
for home in root home/someone; do
  mkdir -p -m 700 "$r/$home/.ssh"
  cp "$3/key.pub" "$r/$home/.ssh/authorized_keys"
done
chroot "$r" chown -R someone: /home/someone
# Its services run without a session.
touch "$r/var/lib/systemd/linger/someone"
echo MODULES=list > "$r/etc/initramfs-tools/conf.d/matrix"
printf '%s\\n' virtio_pci virtio_blk virtio_net crc32c_generic ext4 9p 9pnet_virtio >> "$r/etc/initramfs-tools/modules"
mount -t proc proc "$r/proc"
chroot "$r" update-initramfs -u -k "$(ls "$r/usr/lib/modules")"
chroot "$r" systemctl enable systemd-networkd ssh
if [ -e "$r/usr/lib/systemd/system/podman.socket" ]; then
  chroot "$r" systemctl enable podman.socket
  chroot "$r" systemctl --global enable podman.socket
fi
# A service that waits for its next caller has to be started again by it, which takes longer than callers wait for an answer.
for folder in system user; do
  mkdir -p "$r/etc/systemd/$folder/podman.service.d"
  printf '[Service]\nExecStart=\nExecStart=/usr/bin/podman system service --time=0\n' > "$r/etc/systemd/$folder/podman.service.d/matrix.conf"
done
mkdir -p "$r/etc/modules-load.d"
echo overlay > "$r/etc/modules-load.d/matrix.conf"
for unit in apt-daily.timer apt-daily-upgrade.timer dpkg-db-backup.timer e2scrub_all.timer fstrim.timer systemd-networkd-wait-online.service; do
  chroot "$r" systemctl mask "$unit"
done
cp "$4" "$r${vmNode}"
cp "$r"/boot/vmlinuz-* "$3/vmlinuz"
cp "$r"/boot/initrd.img-* "$3/initrd"
if [ -d "$r/etc/selinux/default" ]; then
  printf 'SELINUX=enforcing\nSELINUXTYPE=default\n' > "$r/etc/selinux/config"
  printf '%s' "$5" > "$r/tmp/matrix.cil"
  chroot "$r" semodule --noreload --install /tmp/matrix.cil
  rm "$r/tmp/matrix.cil"
  chroot "$r" setfiles -m -F /etc/selinux/default/contexts/files/file_contexts /
fi
umount "$r/proc"
truncate -s 8G "$3/disk.ext4"
mke2fs -q -F -t ext4 -E lazy_itable_init=1 -d "$r" "$3/disk.ext4"
`;

/** The disk of a root with a kernel, kept beside the root by what is done to it. @throws Error with what failed. */
export async function ensureVmDisk(lab: Lab, root: string): Promise<VmDisk> {
  const hash = createHash("sha256").update(`${script}${selinuxModule}${process.version}`).digest("hex").slice(0, 12);
  const folder = join(dirname(root), `machine-${hash}`);
  const found: VmDisk = {
    disk: join(folder, "disk.ext4"),
    kernel: join(folder, "vmlinuz"),
    initrd: join(folder, "initrd"),
    key: join(folder, "key"),
  };
  if (existsSync(folder)) return found;
  await using _lock = await lockFolder(`${folder}.lock`);
  if (existsSync(folder)) return found;
  lab.say("making the disk of a virtual machine");
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished);
  const changes = join(lab.folder, "disk");
  // Its mounts end with it.
  const words = ["--mount", "--propagation", "private", "sh", "-ec", script, "sh", root, changes, unfinished];
  const made = await runProgram("unshare", [...words, process.execPath, selinuxModule], {
    env: { ...lab.env, PATH: "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" },
    signal: lab.signal,
    timeoutMs: 10 * 60_000,
  });
  await rm(changes, { recursive: true, force: true });
  if (made.code !== 0) {
    await rm(unfinished, { recursive: true, force: true });
    throw new Error(`no disk of a virtual machine: ${made.stderr.trim().slice(-300)}`);
  }
  await rename(unfinished, folder);
  return found;
}
