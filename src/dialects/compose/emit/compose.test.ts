import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { fullProfile, hostileWitness, sampleProfile } from "../../../../test/emit/sample-profile.ts";
import { isHarmless } from "../../../secrets/env-by-name.ts";
import { emitCompose } from "./compose.ts";

describe("emitCompose", () => {
  it("writes every setting with keys that docker compose honors on a plain engine", () => {
    expect(parse(emitCompose(sampleProfile))).toEqual({
      services: {
        app: {
          image: "sample/app:hardened",
          user: "10001:10001",
          cap_drop: ["ALL"],
          cap_add: ["SETGID", "SETUID"],
          security_opt: ["no-new-privileges:true"],
          read_only: true,
          tmpfs: ["/tmp:rw,noexec,nosuid,nodev,size=64m,nr_inodes=16384,mode=1777,uid=0,gid=0"],
          mem_limit: "48m",
          memswap_limit: "48m",
          cpus: 0.5,
          pids_limit: 16,
          sysctls: { "net.core.somaxconn": "128" },
          environment: { PRICE: "${PRICE:?it is not kept in this file}", TZ: "Europe/Moscow" },
          ports: ["127.0.0.1:8080:8080"],
          volumes: ["data:/var/lib/app"],
        },
      },
      volumes: { data: {} },
    });
  });

  it("writes optional settings of a profile", () => {
    const { app } = parse(emitCompose(fullProfile)).services;
    expect(app).toMatchObject({
      security_opt: ["no-new-privileges:true", "seccomp=./seccomp.json"],
      ulimits: { nofile: { soft: 1024, hard: 2048 } },
      devices: ["/dev/fuse:/dev/fuse:rw"],
      init: true,
      network_mode: "none",
    });
    expect(app).not.toHaveProperty("ports");
  });

  it("lists the witness next to its privilege", () => {
    const text = emitCompose(sampleProfile, { witnesses: [{ ...hostileWitness, problem: "operation not permitted" }] });
    expect(text).toContain("      # SETUID: without it t7 and t8 broke: operation not permitted\n      - SETUID\n");
    expect(text).toContain("      # /tmp: learned from t12\n");
  });

  it("keeps container output inside its comment", () => {
    const text = emitCompose(sampleProfile, { witnesses: [hostileWitness] });
    expect(parse(text)).toEqual(parse(emitCompose(sampleProfile)));
    for (const control of ["\u001b", "\u202e"]) expect(text).not.toContain(control);
  });

  it("omits settings that the profile lacks", () => {
    const bare = { ...sampleProfile, volumes: [], ports: [], tmpfs: [], sysctls: {}, readOnlyRootfs: false };
    const { services, volumes } = parse(emitCompose({ ...bare, image: { ...bare.image, name: "busybox" } }));
    expect(volumes).toBeUndefined();
    expect(Object.keys(services)).toEqual(["busybox"]);
    for (const key of ["volumes", "ports", "tmpfs", "sysctls", "read_only"])
      expect(services.busybox).not.toHaveProperty(key);
  });

  it("writes host directories, and the workload's own command", () => {
    const volumes = [{ name: "conf", path: "/etc/app", from: "../conf" }];
    const workload = { ...sampleProfile.workload, command: ["serve", "$HOME"] };
    const { services, volumes: named } = parse(emitCompose({ ...sampleProfile, volumes, workload }));
    const [service] = Object.values(services);
    expect(service).toMatchObject({ volumes: ["../conf:/etc/app"], command: ["serve", "$$HOME"] });
    expect(named).toBeUndefined();
  });

  it("mounts anonymous volumes, which the project's volumes do not list", () => {
    const text = emitCompose({ ...sampleProfile, volumes: [], anonymousVolumes: [{ path: "/var/spool/$q" }] });
    const { services, volumes } = parse(text);
    expect(Object.values(services)).toMatchObject([{ volumes: ["/var/spool/$$q"] }]);
    expect(volumes).toBeUndefined();
    expect(text).toContain("docker compose down -v (docker rm -v) removes them");
  });

  it("writes any image, value and mount point", () => {
    const text = fc.string({ unit: "grapheme" });
    fc.assert(
      fc.property(text, text, (value, rest) => {
        const path = `/${rest.replaceAll(":", "")}`;
        const tmpfs = [{ path, mode: "700", uid: 1, gid: 2, sizeBytes: 4096 }];
        const workload = { ...sampleProfile.workload, env: { KEY: value } };
        const { services } = parse(emitCompose({ ...sampleProfile, tmpfs, workload }, { image: "busybox" }));
        // Compose itself reads `$$` as `$`.
        const { KEY } = services.busybox.environment;
        expect(KEY === "${KEY:?it is not kept in this file}" ? value : KEY.replaceAll("$$", "$")).toBe(value);
        expect(isHarmless("KEY", value)).toBe(KEY === value);
        expect(services.busybox.tmpfs[0].replaceAll("$$", "$")).toBe(
          `${path}:rw,noexec,nosuid,nodev,size=4k,nr_inodes=16,mode=700,uid=1,gid=2`,
        );
      }),
    );
  });
});
