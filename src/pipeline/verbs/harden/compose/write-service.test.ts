import { describe, expect, it } from "vitest";
import { fullProfile, sampleProfile } from "../../../../../test/emit/sample-profile.ts";
import { emptyConfig } from "../../../../domain/settings/config.ts";
import type { Profile } from "../../../../domain/profile/profile.ts";
import { toRestrictions } from "../../../../dialects/text/to-restrictions.ts";
import type { ComposeWork } from "../../../rule-runs/isolated-work.ts";
import type { KnownFile } from "../../../../dialects/compose/project/compose-project.ts";
import { withAllFiles } from "../../../judge/compose/judge-compose.ts";
import { readCompose } from "../../../../dialects/compose/project/read-compose.ts";
import { withTexts } from "../../../../dialects/compose/project/edit-problem.ts";
import { hardenService, serviceIn } from "../../../project/harden-service.ts";
import { sampleChanges } from "../../../project/pending-changes.ts";
import { restrictionsIn } from "../../../project/restrictions-in.ts";
import { writeService } from "./write-service.ts";
import { readingOf } from "../../../../dialects/compose/project/reading-of.ts";

function workOf(files: Readonly<Record<string, string>>, layers: readonly string[] = []): ComposeWork {
  const known = Object.entries(files).map(([name, text]): [string, KnownFile] => [`/p/${name}`, { text }]);
  const asked: ComposeWork = {
    kind: "compose",
    path: "compose.yaml",
    layers,
    files: new Map([...known, ["/p/.env", { refused: "missing", missing: true }]]),
    root: "/nowhere",
    config: emptyConfig,
    cwd: "/p",
    today: "2026-11-28",
  };
  return withAllFiles(asked, readCompose).work;
}

const profile: Profile = {
  ...sampleProfile,
  witnesses: [{ field: "capabilities", value: "SETUID", trials: ["t7", "t7.2"], problem: "su: can't set uid" }],
};
const path = "./.hullproof/seccomp-web.json";

function written(files: Readonly<Record<string, string>>, of: Profile = profile, layers: readonly string[] = []) {
  const work = workOf(files, layers);
  const made = writeService(work, readingOf(work).texts, { name: "web", profile: of, seccomp: of.seccomp && path });
  if ("refused" in made) return made;
  const container = serviceIn(readingOf(withTexts(work, made.texts)), "web");
  if (container === undefined) throw new Error("the service is gone");
  return { ...made, text: made.texts.get("compose.yaml") ?? "", restrictions: restrictionsIn(container, of, path) };
}

describe("a profile in a Compose file", () => {
  it("mounts an anonymous volume, with a comment on its lifetime", () => {
    const anonymousVolumes = [{ path: "/var/spool/app" }, { path: "/srv" }];
    const file = "services:\n  web:\n    image: 'app:1'\n    volumes: [srv:/srv]\nvolumes: {srv: {}}\n";
    const made = written({ "compose.yaml": file }, { ...profile, anonymousVolumes });
    if ("refused" in made) throw new Error(made.refused);
    expect(made.text).toContain("srv:/srv");
    expect(made.text).toMatch(
      /hullproof: \/var\/spool\/app: .*\n.*lasts as long as the container.*docker compose down -v/,
    );
    // A named volume keeps its name, and belongs to the workload.
    expect(made.restrictions.anonymousVolumes).toEqual([{ path: "/var/spool/app" }]);
  });

  it("has a reason for each privilege, path and limit, and keeps everything else", () => {
    const made = written({
      "compose.yaml":
        "# shop\nservices:\n  web:   # front\n    image: 'app:1'\n    ports: [\"80:80\"]\n\n  db: {image: db}\n",
    });
    expect(made).toMatchObject({ notes: [] });
    expect("text" in made && made.text.split("\n")).toEqual([
      "# shop",
      "services:",
      "  # hullproof: learned from sample/app:hardened",
      `  # hullproof: sha256:${"5a".repeat(32)}, Docker 0.0.0-sample, Linux 0.0.0-sample`,
      "  # hullproof: Proven for 1 client, one step after the other",
      "  web:   # front",
      "    image: 'app:1'",
      '    ports: ["80:80"]',
      "    # hullproof: user 10001:10001: no trial is named for it",
      '    user: "10001:10001"',
      "    cap_drop:",
      "      - ALL",
      "    cap_add:",
      "      # hullproof: SETGID: learned from t7 and t8",
      "      - SETGID",
      "      # hullproof: SETUID: without it t7 and t7.2 broke: su: can't set uid",
      "      - SETUID",
      "    security_opt:",
      "      # hullproof: no new privileges: no trial is named for it",
      "      - no-new-privileges:true",
      "    # hullproof: read-only: no trial is named for it",
      "    read_only: true",
      "    tmpfs:",
      "      # hullproof: /tmp: learned from t12",
      '      - "/tmp:rw,noexec,nosuid,nodev,size=64m,nr_inodes=16384,mode=1777,uid=0,gid=0"',
      "    # hullproof: memory: learned from t20 and t21",
      "    mem_limit: 48m",
      "    memswap_limit: 48m",
      "    # hullproof: CPUs: no trial is named for it",
      "    cpus: 0.5",
      "    # hullproof: processes: no trial is named for it",
      "    pids_limit: 16",
      "",
      "  db: {image: db}",
      "",
    ]);
  });

  it("has the restrictions of a trial of the file", () => {
    const { ulimits: _, devices: __, network: ___, ...rest } = fullProfile;
    const whole: Profile = { ...rest, shmBytes: 8 * 1048576, sysctls: {} };
    const made = written({ "compose.yaml": "services:\n  web: {image: a}\n" }, whole);
    expect("restrictions" in made && made.restrictions).toEqual({
      ...toRestrictions(whole),
      tmpfs: whole.tmpfs.map((one) => ({ ...one, inodes: 16384 })),
    });
    expect("text" in made && made.text).toContain("before the first start: what is mounted at /var/lib/app belongs to");
  });

  it("is unchanged by a second call with the same profile, and updated by another one", () => {
    const first = written({ "compose.yaml": "services:\n  web:\n    image: a\n  db:\n    image: d\n" });
    const text = "text" in first ? first.text : "";
    const again = written({ "compose.yaml": text });
    expect("text" in again && again.text).toBe(text);
    const other = written(
      { "compose.yaml": text },
      { ...profile, capabilities: { ...profile.capabilities, required: ["SETUID"] }, memoryBytes: 96 * 1048576 },
    );
    expect("text" in other && other.text).toBe(
      text
        .replace("      # hullproof: SETGID: learned from t7 and t8\n      - SETGID\n", "")
        .replace("mem_limit: 48m", "mem_limit: 96m")
        .replace("memswap_limit: 48m", "memswap_limit: 96m"),
    );
  });

  it.each([
    [
      "limits stand in the block that is there",
      "deploy: {resources: {limits: {memory: 1g}}}",
      'deploy: {resources: {limits: {memory: 48m, cpus: "0.5", pids: 16}}}',
    ],
    ["what undoes all else goes", "privileged: true", undefined],
    ["a capability without a witness goes", "cap_add: [NET_ADMIN, SETGID]", "cap_add: [SETGID, SETUID]"],
    [
      "a filter that was off is the list",
      "security_opt: [seccomp=unconfined]",
      "security_opt: [no-new-privileges:true]",
    ],
    ["another tmpfs at the path makes room", "tmpfs: [/tmp, /keep]", "tmpfs: [/keep, '/tmp:rw"],
    ["swap above memory falls to it", "memswap_limit: 1g", "memswap_limit: 48m"],
    ["swap below the memory rises first", "memswap_limit: 16m\n    mem_limit: 8m", "memswap_limit: 48m"],
    ["a quota of processor time stays one", "cpu_quota: 20000", "cpu_quota: 50000"],
    ["another user", "user: '0'", "user: '10001:10001'"],
  ])("%s", (_, before, after) => {
    const made = written({ "compose.yaml": `services:\n  web:\n    image: a\n    ${before}\n` });
    if (!("text" in made)) throw new Error(made.refused);
    if (after === undefined) expect(made.text).not.toContain(before);
    else
      expect(made.text.replaceAll('"', "'").replaceAll(/'\/tmp|(?<=, )\/tmp/g, "'/tmp")).toContain(
        after.replaceAll('"', "'"),
      );
  });

  it.each(["tmpfs: /tmp", "tmpfs: ['/tmp:mode=1777,size=1g']", "volumes: [{type: tmpfs, target: /tmp}]"])(
    "keeps the file's own mount unchanged, without a reason: %s",
    (said) => {
      const given = [{ path: "/tmp", mode: "1777", uid: 0, gid: 0, sizeBytes: 1024 ** 3 }];
      const own = { ...profile, workload: { ...profile.workload, grants: { tmpfs: given } }, tmpfs: given };
      const made = written({ "compose.yaml": `services:\n  web:\n    image: a\n    ${said}\n` }, own);
      expect("text" in made && made.text.split("\n").filter((line) => line.includes("tmp"))).toEqual([`    ${said}`]);
      expect("restrictions" in made && made.restrictions.tmpfs).toEqual(given);
    },
  );

  it("has no reason for the file's own init process, and one for a learned one", () => {
    const own = { ...profile, init: true, workload: { ...profile.workload, grants: { init: true as const } } };
    const made = written({ "compose.yaml": "services:\n  web:\n    image: a\n    init: true # mine\n" }, own);
    expect("text" in made && made.text.split("\n").filter((line) => line.includes("init"))).toEqual([
      "    init: true # mine",
    ]);
    expect("restrictions" in made && made.restrictions.init).toBe(true);
    const learned = written({ "compose.yaml": "services:\n  web:\n    image: a\n" }, { ...profile, init: true });
    expect("text" in learned && learned.text).toMatch(/# hullproof: init: .*\n    init: true\n/);
  });

  it("does not set the image's root user, with its witness above", () => {
    const made = written(
      { "compose.yaml": "services:\n  web:\n    image: a\n" },
      { ...profile, user: { uid: 0, gid: 0 } },
    );
    expect("text" in made && made.text).not.toContain("user:");
    expect("text" in made && made.text).toContain("# hullproof: it stays root: ");
  });

  it("adds a note for a setting that the file cannot express, and writes the others", () => {
    const files = {
      "compose.yaml": "services:\n  web:\n    image: a\n    secrets: [key]\nsecrets:\n  key: {environment: KEY}\n",
    };
    const made = written(files);
    expect(made).toMatchObject({ notes: ["readOnly true was learned, and this file can't say it"] });
    expect("restrictions" in made && made.restrictions.readOnlyRootfs).toBe(false);
  });
});

describe("unsafe edits", () => {
  it.each([
    [
      "a merge key brings it",
      "x-a: &a {cap_drop: [KILL]}\nservices:\n  web:\n    <<: *a\n    image: a\n",
      "comes by <<",
    ],
    ["an anchor that others use", "services:\n  web: &a\n    image: a\n  db: *a\n", "stands for it elsewhere"],
    ["the value is a variable's", "services:\n  web:\n    image: a\n    mem_limit: ${MEM:-1g}\n", "variable"],
    ["more is reserved", "services:\n  web:\n    image: a\n    mem_reservation: 3000g\n", "reserved"],
    [
      "it extends what others extend",
      "services:\n  web: {extends: base}\n  db: {extends: base}\n  base: {image: a}\n",
      "db",
    ],
    ["JSON", '{"services": {"web": {"image": "a"}}}', "JSON"],
    ["a tag", "services:\n  web: !override\n    image: a\n", "!override"],
  ])("%s", (_, text, reason) => {
    const work = workOf({ "compose.yaml": text });
    const tried = hardenService(work, "web", (container) => sampleChanges(container, path));
    expect(tried).toMatchObject({ refused: expect.stringContaining(reason) as string });
    expect(written({ "compose.yaml": text })).toMatchObject(
      reason === "reserved" ? { refused: /./ } : { refused: expect.any(String) as string },
    );
  });

  it("keep the original texts, never a half-written one", () => {
    const work = workOf({ "compose.yaml": "services:\n  web:\n    image: a\n    mem_limit: ${MEM:-1g}\n" });
    const { texts } = readingOf(work);
    expect(writeService(work, texts, { name: "web", profile })).toMatchObject({
      refused: expect.any(String) as string,
    });
    expect(texts.get("compose.yaml")).toContain("${MEM:-1g}");
  });

  it("change the override that has the value", () => {
    const made = written(
      { "compose.yaml": "services:\n  web:\n    image: a\n", "over.yaml": "services:\n  web:\n    mem_limit: 1g\n" },
      profile,
      ["over.yaml"],
    );
    expect("texts" in made && made.texts.get("over.yaml")).toBe(
      "services:\n  web:\n    # hullproof: memory: learned from t20 and t21\n    mem_limit: 48m\n",
    );
  });
});
