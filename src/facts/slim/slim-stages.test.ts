import { describe, expect, it } from "vitest";
import { parseConfig } from "../../sources/image/archive/config.ts";
import { parseFact } from "../secrets/parse-fact.ts";
import { imageConfigLines } from "./image-config-lines.ts";
import { withSlimStages } from "./slim-stages.ts";
import { unexpectedChanges } from "./unexpected-changes.ts";

const parts = {
  packages: ["apt", "libc6:i386"],
  folders: ["/app"],
  config: ["USER app"],
  compiled: false,
  leftovers: [
    { path: "/var/cache/debconf", isFolder: true },
    { path: "/var/log/dpkg.log", isFolder: false },
  ],
};

function staged(text: string, target?: string): string {
  const result = withSlimStages(parseFact("Dockerfile", text), parts, target);
  return "refused" in result ? `refused: ${result.refused}` : result.text;
}

describe("withSlimStages", () => {
  it("names the last stage, removes the packages and copies what stays", () => {
    expect(staged("FROM debian\nCMD app\n")).toBe(
      [
        "FROM debian AS app",
        "CMD app",
        "",
        "# Without the packages that nothing needs; app is the same image with them, to look inside.",
        "FROM app AS system",
        "USER 0",
        "WORKDIR /",
        String.raw`RUN ["/bin/sh","-c","rm -rf /app/* /app/.[!.]* /app/..?* /var/cache/debconf/* /var/log/dpkg.log; p='apt libc6:i386'; i=/var/lib/dpkg/info; for n in $p; do rm -f $i/$n.pre* $i/$n.post* $i/$n:*.pre* $i/$n:*.post*; done; dpkg --log=/dev/null --purge --force-all --no-triggers $p && : >/var/lib/dpkg/status-old"]`,
        "",
        "FROM scratch",
        "# hullproof ignore layers/whole-filesystem: the packages that went free their bytes only in a copy",
        "# hadolint ignore=DL3067",
        "COPY --from=system / /",
        "COPY --from=app /app /app",
        "USER app",
        "",
      ].join("\n"),
    );
  });

  it("takes over the name of the stage, which others refer to", () => {
    const text = staged("FROM a AS app\nFROM debian AS web\nRUN x\nFROM b\nCOPY --from=web /x /x\n", "web");
    expect(text).toContain("FROM debian AS app-2\nRUN x\n");
    expect(text).toContain("FROM scratch AS web\n");
    expect(text.indexOf("FROM scratch AS web")).toBeLessThan(text.indexOf("FROM b\nCOPY --from=web"));
    expect(text).toContain("COPY --from=app-2 /app /app");
  });

  it("refuses stages that are named by number, an unknown target and another escape character", () => {
    expect(staged("FROM debian AS web\nFROM b\nCOPY --from=0 /x /x\n", "web")).toContain(
      "refused: later stages are named by their number",
    );
    expect(staged("FROM debian\n", "web")).toContain("refused: it has no stage web");
    expect(staged("# escape=`\nFROM debian\n")).toContain("refused: its escape character");
  });
});

describe("imageConfigLines", () => {
  const lines = (config: object, more: object = {}) =>
    imageConfigLines(
      parseConfig(
        new TextEncoder().encode(
          JSON.stringify({ architecture: "amd64", os: "linux", rootfs: { diff_ids: [] }, config, ...more }),
        ),
        "x",
      ),
    );

  it("repeats every setting", () => {
    expect(
      lines({
        Env: ["PATH=/usr/bin", 'A=x "y" $z \\'],
        Labels: { "a.b": "c d", "hullproof.run": "1" },
        WorkingDir: "/srv/app",
        ExposedPorts: { "80/tcp": {} },
        StopSignal: "SIGINT",
        Shell: ["/bin/bash", "-c"],
        Volumes: { "/data": {} },
        Healthcheck: { Test: ["CMD-SHELL", "curl -f x || exit 1"], Interval: 5_000_000_000, Retries: 3 },
        OnBuild: ["RUN x"],
        User: "app:app",
        Entrypoint: ["/e", "a\nb"],
        Cmd: ["c"],
      }),
    ).toEqual({
      lines: [
        'ENV PATH="/usr/bin"',
        String.raw`ENV A="x \"y\" \$z \\"`,
        'LABEL "a.b"="c d"',
        "WORKDIR /srv/app",
        "EXPOSE 80/tcp",
        "STOPSIGNAL SIGINT",
        'SHELL ["/bin/bash","-c"]',
        'VOLUME ["/data"]',
        "HEALTHCHECK --interval=5000000000ns --retries=3 CMD curl -f x || exit 1",
        "ONBUILD RUN x",
        "USER app:app",
        String.raw`ENTRYPOINT ["/e","a\nb"]`,
        'CMD ["c"]',
      ],
    });
    expect(lines({ Healthcheck: { Test: ["NONE"] } })).toEqual({ lines: ["HEALTHCHECK NONE"] });
    expect(lines({ Healthcheck: { Test: ["CMD", "x", "y z"] } })).toEqual({ lines: ['HEALTHCHECK CMD ["x","y z"]'] });
  });

  it.each<[string, object, string]>([
    ["a label with an instruction", { Labels: { a: 'x"\nRUN curl x' } }, "LABEL a"],
    ["a name of a label with a line break", { Labels: { "a\nRUN x": "y" } }, "LABEL"],
    ["a variable with a line break", { Env: ["A=1\nRUN x"] }, "ENV A"],
    ["a name of a variable", { Env: ["A B=1"] }, "ENV A B"],
    ["a user", { User: "a\nRUN x" }, "USER"],
    ["a folder", { WorkingDir: "/a$(x)" }, "WORKDIR"],
    ["a volume", { Volumes: { "/a$B": {} } }, "VOLUME"],
    ["a port", { ExposedPorts: { "80 RUN": {} } }, "EXPOSE"],
    ["a health check", { Healthcheck: { Test: ["CMD-SHELL", "x\nRUN y"] } }, "HEALTHCHECK"],
    ["a trigger", { OnBuild: ["RUN x\nRUN y"] }, "ONBUILD"],
    ["a signal", { StopSignal: "TERM\nRUN x" }, "STOPSIGNAL"],
  ])("refuses %s that no Dockerfile can say", (_, config, setting) => {
    const result = lines(config);
    expect("refused" in result && result.refused).toContain(setting);
  });
});

describe("unexpectedChanges", () => {
  const expected = {
    goes: (path: string) => path === "/usr/bin/curl",
    isFolder: (path: string) => path === "/usr/share/curl",
    folders: ["/app"],
    leftovers: [{ path: "/var/cache/debconf", isFolder: true }],
  };
  it("accepts what goes with packages, and dpkg's records", () => {
    const changes = [
      { path: "/usr/bin/curl", change: "removed" },
      { path: "/usr/share/curl", change: "removed" },
      { path: "/var/lib/dpkg/status", change: "content" },
      { path: "/var/lib/dpkg/info/curl.list", change: "removed" },
      { path: "/var/cache/debconf/templates.dat", change: "removed" },
      // Podman's builder leaves the places of what engines mount.
      { path: "/etc/resolv.conf", change: "added" },
    ];
    expect(unexpectedChanges(changes, expected)).toEqual([]);
  });

  it.each([
    ["/usr/bin/wget", "removed"],
    ["/usr/bin/curl", "content"],
    ["/tmp", "mode"],
    ["/usr/bin/ping", "xattrs"],
    ["/app/x", "removed"],
    ["/var/cache/debconf", "mode"],
    ["/var/log/dpkg.log", "added"],
    ["config: Healthcheck", "setting"],
    ["/etc/passwd", "content"],
    ["/etc/hosts", "content"],
    ["/etc/hostname", "removed"],
    ["/etc/shadow", "added"],
  ])("reports %s (%s)", (path, change) => {
    expect(unexpectedChanges([{ path, change }], expected)).toEqual([`${path} (${change})`]);
  });
});
