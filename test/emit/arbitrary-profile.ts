import fc from "fast-check";
import { capabilities } from "../../src/domain/profile/capability.ts";
import type { Profile } from "../../src/domain/profile/profile.ts";
import { networkModes } from "../../src/domain/profile/network-mode.ts";
import { sampleProfile } from "./sample-profile.ts";

const mebi = 1048576;
/** What a person could write: quotes, dollars, percents, backslashes and letters of any script. */
const text = fc
  .string({ unit: fc.constantFrom(..."ab0 '\"$%\\{}é漢:=,;#&|()<>!*?~`@-._/".split("")), maxLength: 12 })
  .filter((one) => !/^\s|\s$|^$/.test(one));
const name = fc.string({ unit: fc.constantFrom(..."abcxyz019".split("")), minLength: 2, maxLength: 8 });
const path = fc.oneof(
  name.map((one) => `/${one}`),
  fc.tuple(name, text).map(([one, more]) => `/${one}/${more.replaceAll(/[:/,]|\.+/g, "_")}`),
);
const id = fc.integer({ min: 0, max: 70_000 });
const mode = fc.constantFrom("700", "750", "755", "1777", "2770");

const tmpfs = fc.record(
  {
    path,
    mode,
    uid: id,
    gid: id,
    sizeBytes: fc.oneof(fc.integer({ min: 4096, max: 10 ** 9 }), fc.constantFrom(64 * mebi, 12 * 1024)),
    exec: fc.constant(true as const),
    inodes: fc.integer({ min: 16, max: 100_000 }),
  },
  { requiredKeys: ["path", "mode", "uid", "gid", "sizeBytes"] },
);

const volume = fc.record(
  {
    name: name.map((one) => `v${one}`),
    path,
    from: fc.constantFrom("./conf", "../data", "/srv/data", "/etc/app.conf"),
    readOnly: fc.constant(true),
    owner: fc.constant("7:8"),
  },
  { requiredKeys: ["name", "path"] },
);

const words = fc.array(fc.oneof(text, fc.constant("")), { maxLength: 4 });

const workload = fc.record(
  {
    env: fc.dictionary(
      fc.constantFrom("TZ", "LOG_LEVEL", "API_TOKEN", "PORT", "A_B"),
      fc.oneof(text, fc.constantFrom("info", "UTC", "8080")),
      {
        maxKeys: 4,
      },
    ),
    entrypoint: fc.oneof(
      fc.constant([]),
      fc.tuple(text, words).map(([first, rest]) => [first, ...rest]),
    ),
    command: words,
    stop: fc.record(
      {
        timeoutMs: fc.constantFrom(1000, 10_000, 10_001, 90_000, 120_000),
        exitCodes: fc.constant([0]),
        signal: fc.constantFrom("SIGQUIT", "SIGUSR1"),
      },
      { requiredKeys: ["timeoutMs", "exitCodes"] },
    ),
    ports: fc.constant([{ port: 53, protocol: "udp" as const }]),
  },
  { requiredKeys: ["env", "stop"] },
);

/** Any profile that `learn` could write, or a person after it. */
export const arbitraryProfile: fc.Arbitrary<Profile> = fc
  .record(
    {
      image: fc.constantFrom("app:1", "team/app", "registry.example:5000/team/app:1.2", "localhost/app.build"),
      user: fc.record({ uid: id, gid: id }),
      required: fc.uniqueArray(fc.constantFrom(...capabilities), { maxLength: 5 }),
      noNewPrivileges: fc.boolean(),
      readOnlyRootfs: fc.boolean(),
      tmpfs: fc.uniqueArray(tmpfs, { selector: (one) => one.path, maxLength: 3 }),
      volumes: fc.uniqueArray(volume, { selector: (one) => one.path, maxLength: 3 }),
      anonymousVolumes: fc.uniqueArray(
        fc.record({ path, imageFiles: fc.constant(true as const) }, { requiredKeys: ["path"] }),
        { selector: (one) => one.path, maxLength: 2 },
      ),
      memoryBytes: fc.oneof(fc.integer({ min: 6 * mebi, max: 2 ** 40 }), fc.constantFrom(48 * mebi, 2 ** 30)),
      shmBytes: fc.constantFrom(mebi, 65 * 1024, 12_345),
      cpus: fc.integer({ min: 10, max: 64_000 }).map((thousandths) => thousandths / 1000),
      pids: fc.integer({ min: 1, max: 4_194_304 }),
      ulimits: fc.uniqueArray(
        fc.record({
          name: fc.constantFrom("nofile", "nproc", "core"),
          soft: id,
          hard: fc.integer({ min: 70_000, max: 2 ** 30 }),
        }),
        { selector: (one) => one.name, maxLength: 2 },
      ),
      devices: fc.uniqueArray(
        fc.record({
          path: fc.constantFrom("/dev/fuse", "/dev/net/tun"),
          permissions: fc.constantFrom("r", "rw", "rwm"),
        }),
        { selector: (one) => one.path, maxLength: 2 },
      ),
      init: fc.boolean(),
      network: fc.constantFrom(...networkModes),
      ports: fc
        .uniqueArray(fc.integer({ min: 1, max: 65_535 }), { maxLength: 3 })
        .map((all) => all.toSorted((a, b) => a - b)),
      sysctls: fc.dictionary(
        fc.constantFrom("net.core.somaxconn", "net.ipv4.ip_local_port_range"),
        fc.constantFrom("128", "1024 65000"),
        {
          maxKeys: 2,
        },
      ),
      prepared: fc.array(fc.record({ path, uid: id, gid: id, mode }), { maxLength: 1 }),
      seccomp: fc.constant({
        defaultAction: "SCMP_ACT_ERRNO" as const,
        defaultErrnoRet: 1,
        architectures: ["SCMP_ARCH_X86_64"],
        syscalls: [{ names: ["read"], action: "SCMP_ACT_ALLOW" as const }],
      }),
      workload,
    },
    {
      requiredKeys: [
        "image",
        "user",
        "required",
        "noNewPrivileges",
        "readOnlyRootfs",
        "tmpfs",
        "volumes",
        "memoryBytes",
        "pids",
        "ports",
        "sysctls",
        "workload",
      ],
    },
  )
  .map(({ image, required, workload: own, ...rest }) => ({
    ...sampleProfile,
    ...rest,
    image: { ...sampleProfile.image, name: image },
    capabilities: { required, soft: [], unused: [] },
    // One place is mounted once.
    volumes: rest.volumes.filter((one) => !rest.tmpfs.some((mount) => mount.path === one.path)),
    ...(rest.anonymousVolumes && {
      anonymousVolumes: rest.anonymousVolumes.filter(
        (one) => ![...rest.tmpfs, ...rest.volumes].some((mount) => mount.path === one.path),
      ),
    }),
    workload: { ...sampleProfile.workload, ...own },
  }));
