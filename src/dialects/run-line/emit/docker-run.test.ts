import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { fullProfile, hostileWitness, sampleProfile } from "../../../../test/emit/sample-profile.ts";
import { emitDockerRun } from "./docker-run.ts";
import { guardText } from "../../../reports/content/guard-text.ts";
import { shellQuote } from "../../text/shell-quote.ts";

/** What a POSIX shell really passes to `docker` when it runs the text where `env` is set. */
function argumentsOf(text: string, env: Record<string, string> = {}): string[] {
  const script = `docker() { for word in "$@"; do printf '%s\\0' "$word"; done; }\n${text}`;
  const words = execFileSync("sh", ["-c", script], { encoding: "utf8", env: { ...process.env, ...env } });
  return words.split("\0").slice(0, -1);
}

describe("emitDockerRun", () => {
  it("mounts anonymous volumes, and reports their lifetime", () => {
    const text = emitDockerRun({ ...sampleProfile, anonymousVolumes: [{ path: "/var/spool/q" }, { path: "/srv" }] });
    expect(argumentsOf(text, { PRICE: "5" }).join(" ")).toContain("--volume /var/spool/q --volume /srv --memory");
    expect(text).toContain(
      "# Volumes without a name at /var/spool/q, /srv: they last as long as the container, and docker rm -v removes them.\n" +
        "#   For data that has to live longer, name the volume: --volume NAME:/var/spool/q\n",
    );
    expect(() => emitDockerRun({ ...sampleProfile, anonymousVolumes: [{ path: "/a:/b" }] })).toThrow(/without colons/);
  });

  it("writes every setting of the profile, one flag per line", () => {
    expect(emitDockerRun(sampleProfile)).toMatchInlineSnapshot(`
      "# Learned by hullproof from sample/app:hardened
      # sha256:5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a, Docker 0.0.0-sample, Linux 0.0.0-sample
      # Proven for 1 client, one step after the other
      # What stays, and why:
      #   SETGID: learned from t7 and t8
      #   SETUID: learned from t7 and t8
      #   /tmp: learned from t12
      # Before the first start:
      #   the environment holds PRICE: values that may be secret are not written here
      docker run \\
        --detach \\
        --user 10001:10001 \\
        --cap-drop ALL \\
        --cap-add SETGID \\
        --cap-add SETUID \\
        --security-opt no-new-privileges \\
        --read-only \\
        --tmpfs /tmp:rw,noexec,nosuid,nodev,size=64m,nr_inodes=16384,mode=1777,uid=0,gid=0 \\
        --memory 48m \\
        --memory-swap 48m \\
        --cpus 0.5 \\
        --pids-limit 16 \\
        --sysctl net.core.somaxconn=128 \\
        --env PRICE \\
        --env TZ=Europe/Moscow \\
        --publish 127.0.0.1:8080:8080 \\
        --volume data:/var/lib/app \\
        sample/app:hardened
      "
    `);
  });

  it("passes exactly these arguments to docker", () => {
    const words = argumentsOf(emitDockerRun(sampleProfile, { detach: false, publish: "none" }));
    const start =
      "run --user 10001:10001 --cap-drop ALL --cap-add SETGID --cap-add SETUID --security-opt no-new-privileges";
    expect(words.join(" ")).toMatch(new RegExp(`^${start} --read-only `));
    expect(words).toContain("PRICE");
    expect(words).toContain("TZ=Europe/Moscow");
    expect(words.at(-1)).toBe("sample/app:hardened");
    expect(words).not.toContain("--detach");
    expect(words).not.toContain("--publish");
  });

  it("writes optional settings of a profile, and publishes nothing without a network", () => {
    const text = emitDockerRun(fullProfile);
    expect(text).toContain("# Before the first start:\n#   seccomp.json lies beside this file");
    const there = emitDockerRun(fullProfile, { engines: ["docker@29", "file:/a b"] });
    expect(there).toContain("hullproof emit PROFILE --to seccomp --engine docker@29 --engine 'file:/a b'\n");
    expect(text).toContain("#   what is mounted at /var/lib/app belongs to 10001:10001, mode 750\n");
    const words = argumentsOf(text).join(" ");
    for (const flag of [
      "--security-opt seccomp=seccomp.json",
      "--ulimit nofile=1024:2048",
      "--device /dev/fuse:/dev/fuse:rw",
      "--init",
      "--network none",
    ])
      expect(words).toContain(flag);
    expect(words).not.toContain("--publish");
  });

  it("keeps container output inside its comment", () => {
    const text = emitDockerRun(sampleProfile, { witnesses: [hostileWitness] });
    expect(text).toContain(String.raw`without it t7 and t8 broke: failed switching\n touch /tmp/owned\n`);
    for (const control of ["\u001b", "\u202e"]) expect(text).not.toContain(control);
    expect(argumentsOf(text)).toEqual(argumentsOf(emitDockerRun(sampleProfile)));
  });

  it("passes any name, value and mount point through the shell unchanged", () => {
    const text = fc.string({ unit: "grapheme" }).filter((one) => !one.includes("\0"));
    const path = text.map((one) => `/${one.replaceAll(":", "")}`);
    fc.assert(
      fc.property(text, text, path, (key, value, mount) => {
        const tmpfs = [{ path: mount, mode: "700", uid: 1, gid: 2, sizeBytes: 4096 }];
        const workload = { ...sampleProfile.workload, env: { [`K${key}`]: value } };
        const supplier = `K${key.replaceAll(/\W/g, "_")}`;
        const text = emitDockerRun({ ...sampleProfile, tmpfs, workload }, { image: `i${key}` });
        const words = argumentsOf(text, { [supplier]: value || "x" });
        // Docker takes the value of a name without one from its environment.
        expect(
          words.map((word) => (word === supplier && !words.includes(`K${key}=${value}`) ? `${word}=${value}` : word)),
        ).toContain(`K${key}=${value}`);
        expect(words).toContain(`${mount}:rw,noexec,nosuid,nodev,size=4k,nr_inodes=16,mode=700,uid=1,gid=2`);
        expect(words.at(-1)).toBe(`i${key}`);
      }),
      { numRuns: 60 },
    );
  });

  it.each(["/a:b", "relative", ""])("refuses the mount point %j, which the flag cannot express", (path) => {
    const tmpfs = [{ path, mode: "700", uid: 0, gid: 0, sizeBytes: 4096 }];
    expect(() => emitDockerRun({ ...sampleProfile, tmpfs })).toThrow(expect.objectContaining({ code: "bad-profile" }));
  });

  it.each(["/etc", "../x", "~", "a:b"])("refuses %j as a volume, which would mount the host", (name) => {
    const volumes = [{ name, path: "/data" }];
    expect(() => emitDockerRun({ ...sampleProfile, volumes })).toThrow(
      expect.objectContaining({ code: "bad-profile" }),
    );
  });

  it("writes host directories, and the workload's own entrypoint, command and stop signal", () => {
    const volumes = [{ name: "conf", path: "/etc/app", from: "deploy/conf", readOnly: true }];
    const workload = {
      ...sampleProfile.workload,
      entrypoint: ["tini", "--"],
      command: ["serve", "it's"],
      stop: { ...sampleProfile.workload.stop, signal: "SIGQUIT" },
    };
    const text = emitDockerRun({ ...sampleProfile, volumes, workload });
    expect(text).toContain("--volume ./deploy/conf:/etc/app:ro");
    expect(text).toContain("--stop-signal SIGQUIT");
    expect(text).toMatch(/--entrypoint tini \\\n {2}\S+ -- serve 'it'\\''s'\n$/);
    const colon = [{ name: "conf", path: "/etc/app", from: "a:b" }];
    expect(() => emitDockerRun({ ...sampleProfile, volumes: colon })).toThrow("colon");
  });

  it("uses the lesson about the privilege, and the only witness of a setting", () => {
    const because = {
      capabilities: ["t4: passes with only SETGID, SETUID", "t7, t8: breaks without SETUID: not permitted"],
    };
    const witnesses = [{ field: "readOnlyRootfs" as const, value: "writable root", trials: ["t9"], problem: "" }];
    const text = emitDockerRun({ ...sampleProfile, readOnlyRootfs: false, because }, { witnesses });
    expect(text).toContain("#   SETUID: learned from t7, t8: breaks without SETUID: not permitted\n");
    expect(text).toContain("#   writable root file system: without it t9 broke\n");
  });

  it("lists what stays if the profile could not drop it", () => {
    const text = emitDockerRun({
      ...sampleProfile,
      user: { uid: 0, gid: 0 },
      readOnlyRootfs: false,
      noNewPrivileges: false,
      because: {},
    });
    expect(text).toContain("#   user 0:0: no trial is named for it\n");
    expect(text).toContain("#   no new privileges off: no trial is named for it\n");
    expect(text).toContain("#   writable root file system: no trial is named for it\n");
    expect(text).not.toContain("--read-only");
    expect(text).not.toContain("--security-opt");
  });
});

describe("values that may be secret", () => {
  const env = {
    API_TOKEN: "tok_9f8e7d6c",
    "spring.mail.password": "pw 1",
    LOG_LEVEL: "debug",
    A: "\n::add-mask::x\u001b[2J",
  };
  const profile = { ...sampleProfile, workload: { ...sampleProfile.workload, env } };

  it("reads them from the environment by name", () => {
    const text = emitDockerRun(profile);
    for (const value of ["tok_9f8e7d6c", "pw 1", "add-mask"]) expect(text).not.toContain(value);
    const words = argumentsOf(text, { spring_mail_password: "pw 1" });
    for (const word of ["API_TOKEN", "spring.mail.password=pw 1", "LOG_LEVEL=debug", "A"])
      expect(words).toContain(word);
    expect(text).toContain("#   the environment holds A, API_TOKEN, spring_mail_password: values that may be secret");
    expect(() => argumentsOf(text)).toThrow("spring_mail_password");
  });
});

describe("shellQuote", () => {
  it("prints no control characters for any text", () => {
    const bits = [
      "##[x]",
      "##vso[x]",
      "\u001b[2J",
      "\n",
      "::a",
      "\u202e",
      "%",
      "\\",
      "'",
      '"',
      "$x",
      "`",
      "\u{e0041}",
      " ",
    ];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...bits), { maxLength: 8 }), (parts) => {
        const text = parts.join("");
        const word = shellQuote(text);
        expect(guardText(` ${word}`, "text")).toBe(` ${word}`);
        expect(execFileSync("sh", ["-c", `printf '%s' ${word}`], { encoding: "utf8" })).toBe(text);
      }),
      { numRuns: 60 },
    );
  });

  it("is reversed by a shell for any text", () => {
    const word = fc.string({ unit: "grapheme" }).filter((one) => !one.includes("\0"));
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 8 }), (words) => {
        const script = `printf '%s\\0' ${words.map(shellQuote).join(" ")}`;
        expect(execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1)).toEqual(words);
      }),
      { numRuns: 100 },
    );
  });

  it("refuses NUL", () => {
    expect(() => shellQuote("a\0b")).toThrow(expect.objectContaining({ code: "bad-profile" }));
  });
});
