import { join } from "node:path";
import { runProgram } from "../../run-program.ts";
import { ensureDisk } from "../harness/disk.ts";
import { answers, startLogged } from "../harness/docker.ts";
import { openMachine } from "../harness/machine.ts";
import { ensureRoot } from "../harness/roots.ts";
import type { Missing, OpenEngine, Row } from "../harness/row.ts";

const [here, there] = ["10.213.88.1", "10.213.88.2"];

/** The first program of that kernel. Processes in the root of cgroup v2 would keep its controllers from being shared out. */
const init = `#!/bin/sh
export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev
mkdir -p /dev/pts /dev/shm
mount -t devpts devpts /dev/pts
mount -t tmpfs tmpfs /run
mount -t tmpfs tmpfs /tmp
mount -t securityfs securityfs /sys/kernel/security
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mkdir -p /lib/modules
[ -e /lib/modules/$(uname -r) ] || ln -s /usr/lib/uml/modules/$(uname -r) /lib/modules/
for name in overlay bridge br_netfilter veth nf_tables nft_compat nft_chain_nat nf_nat xt_MASQUERADE xt_addrtype xt_conntrack; do modprobe -q $name; done
mkdir /sys/fs/cgroup/init
echo $$ > /sys/fs/cgroup/init/cgroup.procs
for name in $(cat /sys/fs/cgroup/cgroup.controllers); do echo +$name > /sys/fs/cgroup/cgroup.subtree_control; done
ip link set lo up
ip addr add ${there}/24 dev vec0
ip link set vec0 up
ip route add default via ${here}
dockerd --host tcp://0.0.0.0:2375 --tls=false --exec-opt native.cgroupdriver=cgroupfs
echo the engine ended
sleep 5
`;

export default {
  place: 11,
  title: "A remote Docker on another kernel, cgroup v2 and AppArmor",
  async open(lab): Promise<OpenEngine | Missing> {
    if (process.getuid?.() !== 0) return { missing: "a root of its own takes root" };
    const packages = ["docker.io", "docker-cli", "user-mode-linux", "apparmor", "kmod"];
    const root = await ensureRoot(lab, { suite: "trixie", packages });
    if (root === undefined) return { missing: "a root of Debian trixie cannot be made here" };
    const disk = await ensureDisk(lab, root.path, init);
    const machine = await openMachine(lab, { name: "other-kernel" });
    const [program, ...args] = [
      ...machine.client,
      "sh",
      "-ec",
      `ip tuntap add matrix0 mode tap; ip addr add ${here}/24 dev matrix0; ip link set matrix0 up`,
    ];
    const linked = await runProgram(program ?? "", args, { env: lab.env });
    if (linked.code !== 0) return { missing: `no tap device can be made here: ${linked.stderr.trim().slice(-100)}` };
    const kernel = [
      join(root.path, "usr/bin/linux.uml"),
      `ubd0=${join(machine.folder, "disk.cow")},${disk}`,
      "root=/dev/ubda rw mem=1536M con=null con0=fd:0,fd:1 init=/matrix-init apparmor=1 security=apparmor",
      "vec0:transport=tap,ifname=matrix0,depth=64,gro=0",
    ];
    const env = { ...lab.env, TMPDIR: join(machine.folder, "tmp"), HOME: machine.folder };
    const daemon = startLogged(
      lab,
      machine,
      "linux",
      env,
      kernel.flatMap((words) => (words.startsWith("root=") ? words.split(" ") : [words])),
    );
    const host = `tcp://${there}:2375`;
    await answers(lab, host, daemon, join(machine.folder, "linux.log"), machine.client);
    return {
      host,
      enter: machine.client,
      client: machine.client,
      near: undefined,
      env: { DOCKER_HOST: host },
      note: "User Mode Linux of Debian 13; hullproof runs on the outer kernel",
    };
  },
} satisfies Row;
