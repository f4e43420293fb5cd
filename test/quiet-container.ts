import { defaultCapabilities } from "../src/domain/profile/capability.ts";
import type { Profile } from "../src/domain/profile/profile.ts";
import { sampleProfile } from "./emit/sample-profile.ts";
import type { EngineFact, ProvenFact, RunningFact } from "../src/facts/container-spec/running-fact.ts";

/** A container that no rule on what runs has anything to say of. */
export const quietRunning: RunningFact = {
  state: {
    status: "running",
    running: true,
    oomKilled: false,
    exitCode: 0,
    error: "",
    startedAt: "2026-11-24T00:00:00Z",
    finishedAt: "",
  },
  restartCount: 0,
  user: "1000:1000",
  memoryBytes: 64 * 2 ** 20,
  image: { name: "example/web:1.4", id: "sha256:aaaa", now: "sha256:aaaa" },
};

export const quietProof: ProvenFact = {
  file: ".hullproof/profile.json",
  image: "example/web:1.4",
  same: "yes",
  age: { provenOn: "2026-11-01", days: 23, proveAgainAfter: "2027-01-30" },
  drift: [],
};

/** A profile that hardly asks for anything. */
export const quietProfile: Profile = {
  ...sampleProfile,
  image: { name: "example/web:1.4", digest: `sha256:${"5a".repeat(32)}` },
  user: { uid: 1000, gid: 1000 },
  capabilities: { required: [...defaultCapabilities], soft: [], unused: [] },
  noNewPrivileges: false,
  readOnlyRootfs: false,
  tmpfs: [],
  volumes: [],
  sysctls: {},
};

export const quietEngine: EngineFact = {
  name: "Docker Engine",
  version: "29.1.0",
  apiVersion: "1.52",
  endpoint: "unix:///var/run/docker.sock",
  components: { runc: "1.3.6" },
  runtime: "runc",
  cgroupVersion: 2,
  logDriver: "json-file",
  rootless: false,
  userNamespaces: true,
  noNewPrivileges: true,
  seccomp: "builtin",
  liveRestore: true,
  insecureRegistries: [],
  withoutLimits: [],
  warnings: [],
  holes: [],
};
